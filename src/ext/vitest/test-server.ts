import { setupServer, type SetupServer } from 'msw/node'
import type { TestContext } from 'vitest'
import { watchCalls, type AnyRoute } from '../../routes/watch-calls.js'
import { listen, noteRoutes, routesAmong, serverOfTest } from './intercept.js'
import { splitOptions, type Given, type ServerOptions } from './server-options.js'
import { TestRuns, type TestRun } from './test-run.js'

/** A test, as Vitest describes it. */
export type Task = TestContext['task']

/** The function of Vitest that takes the value of a fixture. */
export type Use<Value> = (value: Value) => Promise<void>

/** An MSW server that assigns each call to a test. */
export class TestServer {
  readonly server: SetupServer
  readonly #options: ServerOptions
  readonly #initial: readonly AnyRoute[]
  readonly #runs: TestRuns
  #stopWatching = (): void => undefined

  constructor(given: Given) {
    const { handlers, options } = splitOptions(given)
    this.#options = options
    this.#initial = routesAmong(handlers)
    this.#runs = new TestRuns(this.#initial)
    this.server = noteRoutes(setupServer(...handlers), this.#runs)
  }

  /** Starts the server. */
  open(): void {
    this.#stopWatching = watchCalls((call) => this.#runs.current.addCall(call))
    listen(this.server, (error) => this.#runs.current.addUnhandled(error))
  }

  /**
   * Closes the server.
   *
   * @throws The errors that belong to no test.
   */
  async close(): Promise<void> {
    try {
      await this.#runs.late.judgeLate()
      await this.#runs.file.judge({}, false)
    } finally {
      this.#stopWatching()
      this.server.close()
    }
  }

  /**
   * Runs a test.
   *
   * @throws The errors of the test.
   */
  async runTest(task: Task, test: () => Promise<void>): Promise<void> {
    const run = this.#runs.begin()
    await this.#runs.within(run, test)
    await this.#end(run, task)
  }

  /**
   * Passes the server to one test, and ends the test.
   *
   * @throws The errors of the test.
   */
  async lend(task: Task, use: Use<SetupServer>): Promise<void> {
    const run = this.#runs.begin()
    await use(serverOfTest(run, this.#runs, this.server))
    await this.#end(run, task)
  }

  async #end(run: TestRun, { result }: Task): Promise<void> {
    try {
      await run.judge(this.#options, result?.state === 'pass')
    } finally {
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
