import { nameOfScript } from '../spelled-script.js'
import type { Finding, Findings } from './finding.js'
import type { Subject } from './subject.js'
import type { SweepCase } from './sweep-case.js'

/** A consumer failed in a sweep. `cause` is its own error, in the smallest case that it failed. */
export class SweepError extends Error {
  override readonly name = 'SweepError'
  /** How many cases it failed. */
  readonly failures: number
  /** How many cases were played. */
  readonly cases: number
  /** The smallest one that it failed. */
  readonly case: SweepCase

  constructor(
    message: string,
    { failures, cases }: { readonly failures: number; readonly cases: number },
    { trial, error }: Finding,
  ) {
    super(message, { cause: error })
    this.failures = failures
    this.cases = cases
    this.case = trial.case
  }
}

/** The consumer fails with nothing in its way. */
export function controlError<Event>(subject: Subject<Event>, finding: Finding): SweepError {
  const message = `Failed to read ${nameOf(subject)}, even as it is.\n${String(finding.error)}`

  return new SweepError(message, { failures: 1, cases: 1 }, finding)
}

/** @param kind What the cases are, such as `cuts`. */
export function sweepError<Event>(
  subject: Subject<Event>,
  kind: string,
  found: Findings,
  smallest: Finding,
): SweepError {
  const { failures, cases, ended } = found
  const { trial, error } = smallest
  const all = ended ? `the first ${cases}` : cases
  const lines = [
    `Failed to read ${nameOf(subject)} under ${failures} of ${all} ${kind}.`,
    `The smallest: ${trial.place()}.`,
    String(error),
    `To play it alone: { through: [${trial.case.stages}] }`,
  ]
  if (ended) lines.push('A case that does not settle ends the sweep.')
  return new SweepError(lines.join('\n'), found, smallest)
}

function nameOf<Event>({ script, endpoint }: Subject<Event>): string {
  return `"${nameOfScript(script)}" on "${endpoint.name}"`
}
