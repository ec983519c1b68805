import type { Transcript } from './transcript.js'

/** What a consumer gets in one case of a sweep. */
export interface SweepCase {
  /** The stages that the stream passes through, as code: `cutAfter(2)`. Empty where there are none. */
  readonly stages: string
  /** How many events arrive whole. */
  readonly events: number
  /** How many bytes arrive. */
  readonly bytes: number
  /** Whether all bytes arrive, even where the connection is dropped after them. */
  readonly whole: boolean
  /** Whether the connection is dropped. */
  readonly cut: boolean
}

/** The case in which everything arrives. */
export function wholeCase(transcript: Transcript, stages: string): SweepCase {
  const { events, length, cut } = transcript
  return { stages, events: events.length, bytes: length, whole: true, cut }
}

/** The case in which `bytes` arrive before the connection is dropped. */
export function cutCase(transcript: Transcript, stages: string, bytes: number): SweepCase {
  const events = transcript.events.filter(({ end }) => end <= bytes).length
  return { stages, events, bytes, whole: bytes === transcript.length, cut: true }
}
