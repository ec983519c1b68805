import type { RequestHandler } from 'msw'
import { setupServer, type SetupServer } from 'msw/node'
import { expect, type TestContext } from 'vitest'
import { watchCalls, type AnyRoute } from '../../routes/watch-calls.js'
import { listen, stopListening } from '../http/listen.js'
import { noteRoutes, routesAmong, serverOfTest } from './note-routes.js'
import { closeServer, openServer, serverAround, type Listener } from './open-servers.js'
import { OuterHandlers } from './outer-handlers.js'
import { checkWords, splitOptions, type Given, type ServerOptions } from './server-options.js'
import { UnhandledRequestError } from './test-errors.js'
import { TestReport } from './test-report.js'
import { TestRuns, type TestRun } from './test-run.js'

/** A test, as Vitest describes it. */
export type Task = TestContext['task']

/** The function of Vitest that takes the value of a fixture. */
export type Use<Value> = (value: Value) => Promise<void>

/** An MSW server that assigns each call to a test. */
export class TestServer implements Listener {
  /** The path of the test file. */
  readonly file = expect.getState().testPath
  readonly server: SetupServer
  readonly #options: ServerOptions
  readonly #initial: readonly AnyRoute[]
  readonly #runs: TestRuns
  readonly #report: TestReport | undefined
  #stopWatching = (): void => undefined

  /** @throws {TypeError} When an option has a wrong value. */
  constructor(given: Given) {
    const { handlers, options } = splitOptions(given)
    checkWords(options)
    this.#options = options
    this.#report = options.report === undefined ? undefined : new TestReport(options.report)
    this.#initial = routesAmong(handlers)
    this.#runs = new TestRuns(this.#initial)
    const outer = new OuterHandlers(() => serverAround(this)?.handlers ?? [])
    this.server = noteRoutes(setupServer(...handlers, outer), this.#runs, outer)
  }

  /** The handlers of the server, and those of the servers around it. */
  get handlers(): readonly RequestHandler[] {
    const own = this.server.listHandlers().filter((handler) => 'info' in handler)
    return [...own, ...(serverAround(this)?.handlers ?? [])]
  }

  /** Opens the server; has no effect on one that is open. */
  open(): void {
    openServer(this)
  }

  listen(): void {
    this.#stopWatching = watchCalls((watched) => {
      this.#runs.current.addCall(watched)
      this.#report?.follow(watched.call)
    })
    listen(this.server, {
      listHandlers: () => this.handlers,
      mayGoOut: () => false,
      onUnhandled: (request) => {
        const error = new UnhandledRequestError(request, this.handlers)
        this.#runs.current.addUnhandled(error)
        return error
      },
    })
  }

  stop(): void {
    this.#stopWatching()
    stopListening(this.server)
  }

  /**
   * Closes the server.
   *
   * @throws The errors that belong to no test.
   */
  async close(): Promise<void> {
    try {
      await this.#runs.late.judgeLate()
      await this.#runs.file.judge({ lint: this.#options.lint })
    } finally {
      closeServer(this)
    }
  }

  /**
   * Runs a test.
   *
   * @throws The errors of the test.
   */
  async runTest(task: Task, test: () => Promise<void>): Promise<void> {
    const run = this.#begin(task)
    await this.#runs.within(run, test)
    await this.#end(run, task)
  }

  /**
   * Passes the server to one test, and ends the test.
   *
   * @throws The errors of the test.
   */
  async lend(task: Task, use: Use<SetupServer>): Promise<void> {
    const run = this.#begin(task)
    await use(serverOfTest(run, this.#runs, this.server))
    await this.#end(run, task)
  }

  #begin(task: Task): TestRun {
    // Not at the end: a server around this one, which got no request, would remove the new page.
    this.#report?.remove(task)
    return this.#runs.begin()
  }

  async #end(run: TestRun, task: Task): Promise<void> {
    const reasons: unknown[] = [...(task.result?.errors ?? [])]
    let hasFailed = task.result?.state === 'fail'
    try {
      await run.judge(this.#options, task.result)
    } catch (error) {
      hasFailed = true
      reasons.push(error)
      throw error
    } finally {
      // A test of `it.fails()` passes where it has failed.
      if (hasFailed !== (task.fails === true)) await this.#report?.write(task, run, reasons)
      this.#runs.end(run)
      run.forget()
      if (this.#runs.areIdle) this.#reset()
    }
  }

  /** Resets the server and its routes: the handlers of early MSW 2 are not reset by the server. */
  #reset(): void {
    this.server.resetHandlers()
    for (const route of this.#initial) route.forget()
  }
}
