import { type CommentCue, type Cue, type RawCue, type UncheckedCue } from './cue.js'
import { encodeComment, encodeText, type LineEnding } from './encode.js'
import type { BrokenScriptError } from './errors.js'

/** One encoded SSE record, or, with the type `bytes`, a comment, a raw cue, or a part of a record. */
export interface Frame<Event = unknown> {
  readonly type: 'event' | 'error' | 'terminator' | 'bytes'
  readonly bytes: Uint8Array
  /** The event it spells, when its type is `event`. */
  readonly event?: Event
  /** Whether a client that has it has the whole stream. */
  readonly final?: boolean
  /** Whether it is sent in one read with the frame that follows. */
  readonly joined?: boolean
}

/** Wait until a promise settles, but no longer than `ms` milliseconds. */
export interface Wait {
  readonly type: 'wait'
  readonly ms: number
  readonly until: Promise<unknown>
}

/** What is not sent, but performed: the cues that stay cues until they are played. */
export type Direction = Exclude<Cue, UncheckedCue> | Wait

/** The end of a script that failed. It comes before the script is stopped, which may take for ever. */
export interface Failure {
  readonly type: 'broken'
  readonly error: BrokenScriptError
}

/** What flows from a script to the player. */
export type Item<Event = unknown> = Frame<Event> | Direction | Failure

/** The items of one play. */
export type Frames = AsyncIterable<Item>

/** Turns a cue into what the endpoint makes of it, as if the script had yielded it. */
export type Spell = (cue: Cue) => Item

/** Whether `item` spells an event of the script. */
export function isEventFrame<Event>(
  item: Item<Event>,
): item is Frame<Event> & { readonly event: Event } {
  return item.type === 'event'
}

/** Whether `item` puts bytes on the wire. */
export function isFrame<Event>(item: Item<Event>): item is Frame<Event> {
  return 'bytes' in item
}

/** The bytes of a comment or raw cue. */
export function frameOfCue(cue: CommentCue | RawCue, lineEnding?: LineEnding): Frame<never> {
  if (cue.type === 'comment') return { type: 'bytes', bytes: encodeComment(cue.text, lineEnding) }

  const { content } = cue
  return { type: 'bytes', bytes: typeof content === 'string' ? encodeText(content) : content }
}
