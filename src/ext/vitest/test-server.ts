import { setupServer, type SetupServer } from 'msw/node'
import type { TestContext } from 'vitest'
import { watchCalls, type AnyRoute } from '../../routes/watch-calls.js'
import { listen, noteRoutes, routesAmong, serverOfTest } from './intercept.js'
import { splitOptions, type Given, type ServerOptions } from './server-options.js'
import { TestRuns, type TestRun } from './test-run.js'

/** A test, as Vitest describes it. */
export type Task = TestContext['task']

/** The callback to which Vitest passes the value of a fixture. */
export type Use<Value> = (value: Value) => Promise<void>

/** An MSW server that knows the test to which each call belongs. */
export class TestServer {
  readonly server: SetupServer
  readonly #options: ServerOptions
  readonly #initial: readonly AnyRoute[]
  readonly #runs: TestRuns
  #unwatch = (): void => undefined

  constructor(given: Given) {
    const { handlers, options } = splitOptions(given)
    this.#options = options
    this.#initial = routesAmong(handlers)
    this.#runs = new TestRuns(this.#initial)
    this.server = noteRoutes(setupServer(...handlers), this.#runs)
  }

  open(): void {
    this.#unwatch = watchCalls((call) => this.#runs.current.addCall(call))
    listen(this.server, (error) => this.#runs.current.addUnhandled(error))
  }

  /** @throws Everything that went wrong outside of any test. */
  async close(): Promise<void> {
    try {
      await this.#runs.late.judgeLate()
      await this.#runs.file.judge({}, false)
    } finally {
      this.#unwatch()
      this.server.close()
    }
  }

  /**
   * Runs a test.
   *
   * @throws Everything that is wrong with the test.
   */
  async runTest(task: Task, test: () => Promise<void>): Promise<void> {
    const run = this.#runs.begin()
    await this.#runs.within(run, test)
    await this.#end(run, task)
  }

  /**
   * Lends the server to one test.
   *
   * @throws Everything that is wrong with the test.
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

  /** Resets the server, and its routes: the handlers of early MSW 2 forget nothing by themselves. */
  #reset(): void {
    this.server.resetHandlers()
    for (const route of this.#initial) route.forget()
  }
}
