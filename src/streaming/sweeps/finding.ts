import type { Trial } from './trial.js'

/** A case that the consumer fails, and how. */
export interface Finding<Tried extends Trial = Trial> {
  readonly trial: Tried
  readonly error: unknown
}

/** What a sweep finds. */
export interface Findings<Tried extends Trial = Trial> {
  readonly first: Finding<Tried> | undefined
  readonly failures: number
  readonly cases: number
  /** Whether it ended early, at a case that did not settle. */
  readonly ended: boolean
}
