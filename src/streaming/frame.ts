import type { CutCue, PauseCue, StallCue } from './cue.js'
import { encodeText } from './encode.js'

/** One encoded SSE record. Of the type `bytes`: a comment, a raw cue, or a part of a record. */
export interface Frame<Event = unknown> {
  readonly type: 'event' | 'error' | 'terminator' | 'bytes'
  readonly bytes: Uint8Array
  /** The event that was encoded, where the type is `event`. */
  readonly event?: Event | undefined
  /** True where a client that has this frame has the whole stream. */
  readonly final?: boolean
  /** True where this frame is sent in one read with the frame that follows. */
  readonly joined?: boolean
  /** Called once the transport has the bytes. */
  readonly delivered?: () => void
}

/**
 * The frame of a whole record, which is text as long as nobody needs its bytes: a transport may write
 * many records as one text, which takes less time than to encode each.
 */
export class RecordFrame<Event = unknown> implements Frame<Event> {
  constructor(
    readonly type: 'event' | 'terminator',
    readonly text: string,
    readonly final: boolean,
    readonly event?: Event,
  ) {}

  get bytes(): Uint8Array {
    return encodeText(this.text)
  }
}

/** Gives a frame that keeps its bytes, for stages: they copy frames, and look at the bytes. */
export function withBytes<Event>(item: Item<Event>): Item<Event> {
  if (!(item instanceof RecordFrame)) return item
  const { type, bytes, event, final }: RecordFrame<Event> = item
  return type === 'event' ? { type, bytes, final, event } : { type, bytes, final }
}

/** The end of a stream that failed. The connection is dropped. */
export interface Failure {
  readonly type: 'broken'
  readonly error: unknown
}

/** The end of a script. */
export interface End {
  readonly type: 'end'
}

/** Everything that flows from a script to the play. */
export type Item<Event = unknown> = Frame<Event> | PauseCue | StallCue | CutCue | Failure

export const END: End = { type: 'end' }

/** Recognizes a frame that encodes an event. */
export function isEventFrame(item: Item): item is Frame & { readonly event: unknown } {
  return item.type === 'event'
}

/** Recognizes an item that puts bytes on the wire. */
export function isFrame(item: Item | End): item is Frame {
  return 'bytes' in item
}

/** Recognizes an item after which no event follows. */
export function endsEvents({ type }: Item): boolean {
  return type === 'terminator' || type === 'error' || type === 'cut' || type === 'stall'
}

/** Recognizes a record of an error that has further records. */
export function isPartOfError(item: Item | undefined): boolean {
  return item?.type === 'error' && !item.final
}

/** Recognizes an item after which no client gets anything. */
export function endsConnection({ type }: { readonly type: string }): boolean {
  return type === 'broken' || type === 'cut' || type === 'stall'
}
