import { AsyncLocalStorage } from 'node:async_hooks'
import type { TestContext } from 'vitest'
import type { AnyRoute, WatchedCall } from '../../routes/watch-calls.js'
import { describeFindings } from '../lint/describe-findings.js'
import { settle } from '../matchers/route-calls.js'
import type { ServerOptions } from './server-options.js'
import {
  LeftoverStreamError,
  NoRequestError,
  ProtocolError,
  rethrow,
  UnusedAnswersError,
  type UnhandledRequestError,
} from './test-errors.js'

type TaskResult = NonNullable<TestContext['task']['result']>

/** The calls, the routes and the errors of one test. */
export class TestRun {
  /** The routes that other tests use at the same time. */
  shared: readonly AnyRoute[] = []
  /** The routes that every test has. */
  readonly initial: readonly AnyRoute[]
  /** The calls whose streams had not ended when the test did. */
  readonly leftovers = new Set<WatchedCall['call']>()
  readonly #calls: WatchedCall[] = []
  /** The routes that the test has given to the server. */
  readonly #given = new Set<AnyRoute>()
  readonly #called = new Set<AnyRoute>()
  /** The unhandled requests, by message: a client may send the same request again and again. */
  readonly #unhandled = new Map<string, UnhandledRequestError>()
  /** The unused answers of routes that the test has reset. */
  readonly #unused: string[] = []

  constructor(initial: readonly AnyRoute[] = []) {
    this.initial = initial
  }

  /** The calls of the test that a route has answered, oldest first. */
  get calls(): readonly WatchedCall[] {
    return this.#calls.filter(({ call }) => call.isAnswered)
  }

  /** The requests that no route answered, each once. */
  get unhandled(): readonly UnhandledRequestError[] {
    return [...this.#unhandled.values()]
  }

  /** Records a call of a route. */
  addCall(watched: WatchedCall): void {
    watched.call.isReported = true
    this.#calls.push(watched)
    this.#called.add(watched.route)
  }

  /** Records an unhandled request. */
  addUnhandled(error: UnhandledRequestError): void {
    this.#unhandled.set(error.message, error)
  }

  /** Records the routes that the test gives to the server. */
  addRoutes(routes: readonly AnyRoute[]): void {
    for (const route of routes) this.#given.add(route)
  }

  /** Records the unused answers of the routes, which are about to be reset. */
  reset(): void {
    this.#unused.push(...this.#unusedNow())
    this.#given.clear()
    this.#called.clear()
  }

  /**
   * Ends the test: cuts the streams that have not ended, and reports the errors of the test.
   *
   * @param result The result of the test so far. A test that failed halfway always has unused
   * answers.
   * @throws The errors of the test.
   */
  async judge(options: ServerOptions, result?: TaskResult): Promise<void> {
    const passed = result?.state === 'pass'
    const leftovers = await this.#cut()
    const errors = options.unplanned === 'ignore' ? this.#errors.filter(isPlanned) : this.#errors
    errors.push(...this.#missedRequests(result), ...this.#faults(options))
    const unused = [...this.#unused, ...this.#unusedNow()]

    if (passed && options.leftovers === 'error') errors.push(...leftovers)
    else for (const { message } of leftovers) console.warn(message)
    if (passed && options.unused === 'error' && unused.length > 0) {
      errors.push(new UnusedAnswersError(unused))
    }
    rethrow(errors)
  }

  /** Cuts streams that began after the end of their test, and prints errors that came too late to fail the test. */
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

  /** The errors of broken calls, and of unhandled requests, each once. */
  get #errors(): unknown[] {
    const broken = this.#calls.map(({ call }) => call.error)
    return [...new Set(broken), ...this.#unhandled.values()].filter((error) => error !== undefined)
  }

  /** Cuts the calls that have not ended, and makes an error of each. */
  async #cut(): Promise<LeftoverStreamError[]> {
    const watched = this.calls
    // Some clients may have disconnected just now.
    await settle({ calls: watched.map(({ call }) => call) })
    const open = watched.filter(({ call }) => call.outcome === 'pending')
    const errors = open.map(
      ({ route: { endpoint }, index, call: { answer, sent } }) =>
        new LeftoverStreamError({ endpoint: endpoint.name, index, answer, sent }),
    )

    for (const { call } of open) {
      this.leftovers.add(call)
      call.connection.cut()
    }
    await settle({ calls: open.map(({ call }) => call) })
    // The function of a call may never answer, also after the cut.
    for (const { call } of open) if (call.outcome === 'pending') call.onEnd('cut')
    return errors
  }

  /** Explains a failure in which no request has come: its client may be out of reach. */
  #missedRequests(result: TaskResult | undefined): NoRequestError[] {
    if (this.#calls.length > 0 || this.#unhandled.size > 0) return []
    const names = new Set([...this.#given, ...this.initial].map(({ endpoint }) => endpoint.name))
    const isLost = result?.errors?.some(({ message }) => LOST.test(message)) ?? false
    return isLost && names.size > 0 ? [new NoRequestError([...names])] : []
  }

  /** Makes an error of each kind of stream that does not obey its protocol. */
  #faults({ lint = 'ignore' }: ServerOptions): ProtocolError[] {
    if (lint === 'ignore') return []
    const errors = new Map<string, ProtocolError>()
    for (const { route, index, call } of this.#calls) {
      const { name } = route.endpoint
      const findings = call.findings.filter(({ severity }) => [lint, 'error'].includes(severity))
      if (findings.length === 0) continue
      // Many calls may have one script, and the same findings.
      const key = `${name} ${call.answer} ${describeFindings(findings)}`
      const { calls = [] } = errors.get(key) ?? {}
      errors.set(key, new ProtocolError(name, [...calls, index], findings, call.answer))
    }
    return [...errors.values()]
  }

  #unusedNow(): string[] {
    const routes = new Set([...this.#given, ...this.#called])
    return [...routes].filter((route) => !this.shared.includes(route)).flatMap(unusedOf)
  }
}

/**
 * The messages of a test that waited in vain, and of a client of the SDK that asked the real server.
 * An assertion on the answer, such as `resolves`, has the message of the client inside its own.
 */
const LOST = /timed out|\bConnection error\.|\b401 /

/** Recognizes the errors that are none of a request that nobody planned. */
function isPlanned(error: unknown): boolean {
  const { name, cause }: { name?: string; cause?: { name?: string } } = Object(error)
  return name !== 'UnhandledRequestError' && !UNPLANNED.includes(cause?.name)
}

const UNPLANNED: ReadonlyArray<string | undefined> = ['NoMatchError', 'OutOfAnswersError']

/** Describes the answers of a route that no call has used. */
function unusedOf({ endpoint: { name }, unused }: AnyRoute): string[] {
  return unused.map((answer) => (answer.startsWith(name) ? answer : `${name}, ${answer}`))
}

/** The running tests, and everything that happens outside of a test. */
export class TestRuns {
  /** Everything that belongs to no known test. */
  readonly file = new TestRun()
  /** Everything that belongs to a test that has ended. */
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

    // Without a context, as on a socket that an earlier test has opened, a single test is the right
    // one.
    const [only, ...others] = this.#running
    return only && others.length === 0 ? only : this.file
  }

  /** True where no test is running. */
  get areIdle(): boolean {
    return this.#running.size === 0
  }

  /** Begins a test. */
  begin(): TestRun {
    const run = new TestRun(this.#shared)
    this.#running.add(run)
    if (this.#running.size > 1) for (const each of this.#running) each.shared = this.#shared
    return run
  }

  /** Ends a test. */
  end(run: TestRun): void {
    this.#running.delete(run)
  }

  /** Runs a callback in the async context of a test. */
  within<Result>(run: TestRun, callback: () => Result): Result {
    return this.#store.run(run, callback)
  }
}
