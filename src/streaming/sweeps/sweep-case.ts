import type { Stage } from '../stages/stage.js'
import type { Transcript } from './transcript.js'

/** One case of a sweep, as the consumer of the sweep gets it. */
export interface SweepCase {
  /** The stages of the case, as code: `cutAfter(2)`. Empty in a case without stages. */
  readonly stages: string
  /** The number of whole events that arrive. */
  readonly events: number
  /** The number of bytes that arrive. */
  readonly bytes: number
  /** True where all bytes arrive, also before the connection is dropped. */
  readonly whole: boolean
  /** True where the connection is dropped. */
  readonly cut: boolean
}

/** A case with its stages. */
export interface TestCase {
  readonly case: SweepCase
  readonly through: readonly Stage[]
  /** Describes the place of the fault, for messages. */
  readonly place: () => string
}

/** A case that the consumer failed, with the error of the consumer. */
export interface CaseFailure<Case extends TestCase = TestCase> {
  readonly testCase: Case
  readonly error: unknown
}

/** The result of a sweep. */
export interface SweepResult<Case extends TestCase = TestCase> {
  readonly first: CaseFailure<Case> | undefined
  readonly failures: number
  readonly cases: number
  /** True where a case that did not settle ended the sweep early. */
  readonly isUnfinished: boolean
}

/** Makes a case in which all bytes arrive. */
export function wholeCase(transcript: Transcript, stages: string): SweepCase {
  const { events, length, cut } = transcript
  return { stages, events: events.length, bytes: length, whole: true, cut }
}

/** Makes a case in which `bytes` bytes, with `events` whole events, arrive before a cut. */
export function cutCase(
  transcript: Transcript,
  stages: string,
  events: number,
  bytes: number,
): SweepCase {
  return { stages, events, bytes, whole: bytes === transcript.length, cut: true }
}
