import { AsyncLocalStorage } from 'node:async_hooks'
import type { AnyRoute } from '../../routes/watch-calls.js'
import { TestRun } from './test-run.js'

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
