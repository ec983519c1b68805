import type { ServerOptions } from './options.js'
import { rethrow } from './rethrow.js'
import type { TestRun } from './test-run.js'
import { UnusedAnswersError } from './unused-answers-error.js'

/**
 * Cut what a test leaves under way, and judge it.
 *
 * @param passed Whether it has passed so far: one that stopped halfway leaves things unfinished.
 * @throws Whatever is wrong with it.
 */
export async function judge(run: TestRun, options: ServerOptions, passed: boolean): Promise<void> {
  const leftovers = await run.cut()
  const { errors, unused } = run

  if (passed && options.leftovers === 'error') errors.push(...leftovers)
  else for (const { message } of leftovers) console.warn(message)
  if (passed && options.unused === 'error' && unused.length > 0) {
    errors.push(new UnusedAnswersError(unused))
  }
  rethrow(errors)
}

/** Cut and tell of what came after its test had ended, too late to fail it. */
export async function tell(run: TestRun): Promise<void> {
  const leftovers = await run.cut()
  for (const error of [...run.errors, ...leftovers]) {
    console.warn(`${String(error)}\nIt is of a test that had ended before.`)
  }
}
