import { setupServer, type SetupServer } from 'msw/node'
import type { TestContext } from 'vitest'
import { watchCalls, type AnyRoute } from '../../routes/watch-calls.js'
import { judge, tell } from './judge.js'
import { listen } from './listen.js'
import { observe } from './observe.js'
import { sortOut, type Given, type ServerOptions } from './options.js'
import { routesOf } from './routes-of.js'
import { serverOf } from './server-of.js'
import type { TestRun } from './test-run.js'
import { TestRuns } from './test-runs.js'

/** A test, as Vitest knows it. */
export type Task = TestContext['task']

export type Use<Value> = (value: Value) => Promise<void>

/** An MSW server that knows which test each call is of. */
export class TestServer {
  readonly server: SetupServer
  readonly #options: ServerOptions
  readonly #initial: readonly AnyRoute[]
  readonly #runs: TestRuns
  #unwatch = (): void => undefined

  constructor(given: Given) {
    const { handlers, options } = sortOut(given)
    this.#options = options
    this.#initial = routesOf(handlers)
    this.#runs = new TestRuns(this.#initial)
    this.server = observe(setupServer(...handlers), this.#runs)
  }

  open(): void {
    this.#unwatch = watchCalls((watched) => this.#runs.current.record(watched))
    listen(this.server, (error) => this.#runs.current.refuse(error))
  }

  /** @throws Whatever went wrong outside of any test. */
  async close(): Promise<void> {
    try {
      await tell(this.#runs.late)
      await judge(this.#runs.file, {}, false)
    } finally {
      this.#unwatch()
      this.server.close()
    }
  }

  /** @throws Whatever is wrong with the test. */
  async around(task: Task, runTest: () => Promise<void>): Promise<void> {
    const run = this.#runs.begin()
    await this.#runs.within(run, runTest)
    await this.#end(run, task)
  }

  /** @throws Whatever is wrong with the test. */
  async lend(task: Task, use: Use<SetupServer>): Promise<void> {
    const run = this.#runs.begin()
    await use(serverOf(run, this.#runs, this.server))
    await this.#end(run, task)
  }

  async #end(run: TestRun, { result }: Task): Promise<void> {
    try {
      await judge(run, this.#options, result?.state === 'pass')
    } finally {
      this.#runs.end(run)
      run.forget()
      if (this.#runs.idle) this.#reset()
    }
  }

  /** Early MSW 2 has its handlers forget nothing. */
  #reset(): void {
    this.server.resetHandlers()
    for (const route of this.#initial) route.forget()
  }
}
