import { textOfThrown } from '../thrown.js'
import type { CaseFailure, SweepCase, SweepResult } from './sweep-case.js'

/**
 * The error of a sweep whose consumer failed. The `cause` is the consumer's own error in the
 * smallest case that failed.
 *
 * @example
 * await expect(everyCut(chat.completions.create, script, consumer)).rejects.toThrow(SweepError)
 */
export class SweepError extends Error {
  override readonly name = 'SweepError'
  /** The number of cases that failed. */
  readonly failures: number
  /** The number of cases that were played. */
  readonly cases: number
  /** The smallest case that failed. */
  readonly case: SweepCase

  constructor(
    message: string,
    { failures, cases }: Pick<SweepResult, 'failures' | 'cases'>,
    { testCase, error }: CaseFailure,
  ) {
    super(message, { cause: error })
    this.failures = failures
    this.cases = cases
    this.case = testCase.case
  }
}

/** The error of a task that has not settled in time. */
export class UnsettledError extends Error {
  override readonly name = 'UnsettledError'

  /**
   * @param task The task, in words.
   * @param ms The time that the task had, in milliseconds.
   */
  constructor(
    task: string,
    readonly ms: number,
  ) {
    super(`Failed to ${task}: it did not settle within ${ms} ms.`)
  }
}

/**
 * Makes the error of a consumer that fails the stream without faults.
 *
 * @param played The script and its endpoint: `"Greeting" on "chat.completions.create"`.
 */
export function undisturbedError(played: string, failure: CaseFailure): SweepError {
  const message = `Failed to read ${played}, even as it is.\n${textOfThrown(failure.error)}`

  return new SweepError(message, { failures: 1, cases: 1 }, failure)
}

/**
 * Makes the error of a consumer that fails cases of a sweep.
 *
 * @param played The script and its endpoint: `"Greeting" on "chat.completions.create"`.
 * @param kind The name of the cases, such as `cuts`.
 */
export function sweepError(
  played: string,
  kind: string,
  result: SweepResult,
  smallest: CaseFailure,
): SweepError {
  const { failures, cases, isUnfinished } = result
  const { testCase, error } = smallest
  const all = isUnfinished ? `the first ${cases}` : cases
  const lines = [
    `Failed to read ${played} under ${failures} of ${all} ${kind}.`,
    `The smallest: ${testCase.place()}.`,
    textOfThrown(error),
    `To play it alone: { through: [${testCase.case.stages}] }`,
  ]
  if (isUnfinished) lines.push('A case that does not settle ends the sweep.')
  return new SweepError(lines.join('\n'), result, smallest)
}
