import { AsyncLocalStorage } from 'node:async_hooks'
import type { AnyRoute } from '../../routes/watch-calls.js'
import { TestRun } from './test-run.js'

/** The tests that are running, and whatever happens outside of any. */
export class TestRuns {
  /** What cannot be told to be of a test. */
  readonly file = new TestRun()
  /** What is of tests that have ended. */
  readonly late = new TestRun()
  readonly #store = new AsyncLocalStorage<TestRun>()
  readonly #running = new Set<TestRun>()
  readonly #shared: readonly AnyRoute[]

  /** @param shared The routes that every test has. */
  constructor(shared: readonly AnyRoute[]) {
    this.#shared = shared
  }

  /** The one that what happens now is of. */
  get current(): TestRun {
    const run = this.#store.getStore()
    if (run) return this.#running.has(run) ? run : this.late

    // A server, or a socket that is used again, may be of an earlier context.
    const [only, ...others] = this.#running
    return only && others.length === 0 ? only : this.file
  }

  /** Whether there is none. */
  get idle(): boolean {
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

  /** Do something as a part of a test. */
  within<Result>(run: TestRun, callback: () => Result): Result {
    return this.#store.run(run, callback)
  }
}
