import type { CutCue, PauseCue, StallCue } from './cue.js'

/** One encoded SSE record. Of the type `bytes`: a comment, a raw cue, or a part of a record. */
export interface Frame<Event = unknown> {
  readonly type: 'event' | 'error' | 'terminator' | 'bytes'
  readonly bytes: Uint8Array
  /** The event that was encoded, where the type is `event`. */
  readonly event?: Event
  /** The event as it was when it was yielded: a script may change its object, and yield it again. */
  readonly copy?: Event
  /** True where a client that has this frame has the whole stream. */
  readonly final?: boolean
  /** True where this frame is sent in one read with the frame that follows. */
  readonly joined?: boolean
  /** Called once the transport has the bytes. */
  readonly delivered?: () => void
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
