import type { Stage } from '../stages/stage.js'
import type { Transcript } from './transcript.js'

/** One case of a sweep, as the consumer gets it. */
export interface SweepCase {
  /** The stages that the stream passes through, as code: `cutAfter(2)`. Empty where there are none. */
  readonly stages: string
  /** The number of events that arrive whole. */
  readonly events: number
  /** The number of bytes that arrive. */
  readonly bytes: number
  /** True where all bytes arrive, even where the connection is dropped after them. */
  readonly whole: boolean
  /** True where the connection is dropped. */
  readonly cut: boolean
}

/** A case, and how it is played. */
export interface TestCase {
  readonly case: SweepCase
  readonly through: readonly Stage[]
  /** Describes the place of the fault, for messages. */
  readonly place: () => string
}

/** A case in which the consumer failed, and the error of the consumer. */
export interface CaseFailure<Case extends TestCase = TestCase> {
  readonly testCase: Case
  readonly error: unknown
}

/** The result of a sweep. */
export interface SweepResult<Case extends TestCase = TestCase> {
  readonly first: CaseFailure<Case> | undefined
  readonly failures: number
  readonly cases: number
  /** True where the sweep ended early, at a case that did not settle. */
  readonly isUnfinished: boolean
}

/** Makes the case in which everything arrives. */
export function wholeCase(transcript: Transcript, stages: string): SweepCase {
  const { events, length, cut } = transcript
  return { stages, events: events.length, bytes: length, whole: true, cut }
}

/** Makes the case in which so many bytes, with so many whole events, arrive before a cut. */
export function cutCase(
  transcript: Transcript,
  stages: string,
  events: number,
  bytes: number,
): SweepCase {
  return { stages, events, bytes, whole: bytes === transcript.length, cut: true }
}
