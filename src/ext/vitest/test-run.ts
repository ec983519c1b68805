import { AsyncLocalStorage } from 'node:async_hooks'
import type { AnyRoute, WatchedCall } from '../../routes/watch-calls.js'
import { settle } from '../matchers/route-calls.js'
import type { ServerOptions } from './server-options.js'
import {
  LeftoverStreamError,
  rethrow,
  UnusedAnswersError,
  type UnhandledRequestError,
} from './test-errors.js'

/** The calls, the routes and the errors of one test. */
export class TestRun {
  /** Routes that other tests use at the same time. */
  shared: readonly AnyRoute[] = []
  readonly #calls: WatchedCall[] = []
  /** Routes that the test gave to the server. */
  readonly #given = new Set<AnyRoute>()
  readonly #called = new Set<AnyRoute>()
  /** The unhandled requests by their messages: a client may try again and again. */
  readonly #unhandled = new Map<string, UnhandledRequestError>()
  /** The unused answers of the routes that the test has reset. */
  readonly #unused: string[] = []

  /** Notes a call of a route. */
  addCall(call: WatchedCall): void {
    this.#calls.push(call)
    this.#called.add(call.route)
  }

  /** Notes a request that nothing answered. */
  addUnhandled(error: UnhandledRequestError): void {
    this.#unhandled.set(error.message, error)
  }

  /** Notes routes that the test gives to the server. */
  addRoutes(routes: readonly AnyRoute[]): void {
    for (const route of routes) this.#given.add(route)
  }

  /** Notes that the routes are about to be reset. */
  reset(): void {
    this.#unused.push(...this.#unusedNow())
    this.#given.clear()
    this.#called.clear()
  }

  /**
   * Ends the test: cuts the streams that are still under way, and judges it.
   *
   * @param passed True where the test has passed so far: one that stopped halfway leaves things unfinished.
   * @throws Everything that is wrong with the test.
   */
  async judge(options: ServerOptions, passed: boolean): Promise<void> {
    const leftovers = await this.#cut()
    const errors = this.#errors
    const unused = [...this.#unused, ...this.#unusedNow()]

    if (passed && options.leftovers === 'error') errors.push(...leftovers)
    else for (const { message } of leftovers) console.warn(message)
    if (passed && options.unused === 'error' && unused.length > 0) {
      errors.push(new UnusedAnswersError(unused))
    }
    rethrow(errors)
  }

  /** Ends everything that came after its test had ended, too late to fail it, and prints it. */
  async judgeLate(): Promise<void> {
    const leftovers = await this.#cut()
    for (const error of [...this.#errors, ...leftovers]) {
      console.warn(`${String(error)}\nIt is of a test that had ended before.`)
    }
  }

  /** Makes the routes of the test forget their calls. */
  forget(): void {
    for (const route of this.#given) route.forget()
  }

  /** The errors of broken calls, and of requests that nothing answered: each once. */
  get #errors(): unknown[] {
    const broken = this.#calls.map(({ call }) => call.error)
    return [...new Set(broken), ...this.#unhandled.values()].filter((error) => error !== undefined)
  }

  /** Cuts the calls that are still under way, and describes them. */
  async #cut(): Promise<LeftoverStreamError[]> {
    const watched = this.#calls.filter(({ call }) => call.isAnswered)
    // The client of some may just have left.
    await settle({ calls: watched.map(({ call }) => call) })
    const left = watched.filter(({ call }) => call.outcome === 'pending')
    const errors = left.map(
      ({ route: { endpoint }, index, call: { answer, sent } }) =>
        new LeftoverStreamError({ endpoint: endpoint.name, index, answer, sent }),
    )

    for (const { call } of left) call.connection.cut()
    await settle({ calls: left.map(({ call }) => call) })
    // A function that never answers does not notice.
    for (const { call } of left) if (call.outcome === 'pending') call.onEnd('cut')
    return errors
  }

  #unusedNow(): string[] {
    const routes = new Set([...this.#given, ...this.#called])
    return [...routes].filter((route) => !this.shared.includes(route)).flatMap(unusedOf)
  }
}

/** Describes the answers that no call of a route has needed. */
function unusedOf({ endpoint: { name }, unused }: AnyRoute): string[] {
  return unused.map((answer) => (answer.startsWith(name) ? answer : `${name}, ${answer}`))
}

/** The tests that are running, and everything that happens outside of any. */
export class TestRuns {
  /** Calls that belong to no known test. */
  readonly file = new TestRun()
  /** Calls of tests that have ended. */
  readonly late = new TestRun()
  readonly #store = new AsyncLocalStorage<TestRun>()
  readonly #running = new Set<TestRun>()
  readonly #shared: readonly AnyRoute[]

  /** @param shared The routes that every test has. */
  constructor(shared: readonly AnyRoute[]) {
    this.#shared = shared
  }

  /** The test to which everything that happens now belongs. */
  get current(): TestRun {
    const run = this.#store.getStore()
    if (run) return this.#running.has(run) ? run : this.late

    // A server, or a socket that is used again, may be of an earlier context.
    const [only, ...others] = this.#running
    return only && others.length === 0 ? only : this.file
  }

  /** True where no test is running. */
  get areIdle(): boolean {
    return this.#running.size === 0
  }

  begin(): TestRun {
    const run = new TestRun()
    this.#running.add(run)
    if (this.#running.size > 1) for (const each of this.#running) each.shared = this.#shared
    return run
  }

  end(run: TestRun): void {
    this.#running.delete(run)
  }

  /** Runs a callback as a part of a test. */
  within<Result>(run: TestRun, callback: () => Result): Result {
    return this.#store.run(run, callback)
  }
}
