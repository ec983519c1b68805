import type { PauseCue } from '../cue.js'
import type { Frames, Spell } from '../frame.js'

/** The connection fails before there is a response. */
export interface Refusal {
  readonly type: 'refuse'
}

/** What the network does to a stream: a pure transformation of its frames and cues. */
export interface Stage {
  (items: Frames, spell: Spell): Frames
  /** What it does before the response has headers. */
  readonly before?: PauseCue | Refusal
}
