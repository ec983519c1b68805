import type { CutCue, PauseCue, StallCue } from './cue.js'
import { encodeText } from './encode.js'

/** One encoded SSE record. */
export interface Frame<Event = unknown> {
  /** The kind of record; `bytes` for a comment, a raw cue, or a part of a record. */
  readonly type: 'event' | 'error' | 'terminator' | 'bytes'
  /** The encoded record. */
  readonly bytes: Uint8Array
  /** The event that is encoded; only in a frame of the type `event`. */
  readonly event?: Event | undefined
  /** Gives the event as it was sent: a script may change its object, and yield it again. */
  readonly read?: () => Event | undefined
  /** True for the last frame of a stream: a client with this frame has everything. */
  readonly final?: boolean
  /** True where nobody has checked the record: it is of `unchecked()` or `raw()`. */
  readonly isUnchecked?: boolean
  /** True where this frame shares a read with the next frame. */
  readonly joined?: boolean
  /** Called once the transport has the bytes. */
  readonly delivered?: () => void
}

/**
 * A frame of a whole record, as text until its bytes are needed. A transport may write many records
 * as one text, which takes less time than to encode each.
 */
export class RecordFrame<Event = unknown> implements Frame<Event> {
  event: Event | undefined
  readonly #parse: ((record: string) => Event) | undefined
  #sent: Event | undefined

  /** @param parse Makes an event of the text of its record. */
  constructor(
    readonly type: 'event' | 'terminator',
    readonly text: string,
    readonly final: boolean,
    event?: Event,
    parse?: (record: string) => Event,
  ) {
    this.event = event
    this.#parse = parse
  }

  // Parsed when it is asked for: most events are never looked at, and a copy of each takes longer
  // than its check.
  read(): Event | undefined {
    return (this.#sent ??= this.#parse?.(this.text))
  }

  get bytes(): Uint8Array {
    return encodeText(this.text)
  }

  /** Lets go of the event once it is sent. Its text is enough to read it, and takes less memory. */
  release(): void {
    this.event = undefined
  }
}

/** Gives a plain frame with its bytes, for stages: a stage copies frames, and reads their bytes. */
export function withBytes<Event>(item: Item<Event>): Item<Event> {
  if (!(item instanceof RecordFrame)) return item
  const { type, bytes, event, final }: RecordFrame<Event> = item
  if (type === 'terminator') return { type, bytes, final }
  return {
    type,
    bytes,
    final,
    event,
    // A stage may give a copy of this frame another event.
    read() {
      return this.event === event ? item.read() : this.event
    },
  }
}

/** The end of a stream whose script or stage failed. The connection is dropped. */
export interface Failure {
  /** The type of the item. */
  readonly type: 'broken'
  /** The reason of the failure. */
  readonly error: unknown
}

/** The end of a script: nothing follows. */
export interface End {
  readonly type: 'end'
}

/** One item on the way from a script to the client: a frame, a cue that is no bytes, or a failure. */
export type Item<Event = unknown> = Frame<Event> | PauseCue | StallCue | CutCue | Failure

/** The only {@link End} that the engine makes. */
export const END: End = { type: 'end' }

/**
 * Recognizes a frame that encodes an event, in a stage of your own.
 *
 * @example
 * stage('dropAll()', () => ({ take: (item) => (isEventFrame(item) ? [] : item) }))
 */
export function isEventFrame(item: Item): item is Frame & { readonly event: unknown } {
  return item.type === 'event'
}

/**
 * Recognizes an item that sends bytes, in a stage of your own.
 *
 * @example
 * stage('half()', () => ({
 *   take: (item) => (isFrame(item) ? { ...item, bytes: item.bytes.slice(0, item.bytes.length / 2) } : item),
 * }))
 */
export function isFrame(item: Item | End): item is Frame {
  const { type } = item
  return type === 'event' || type === 'terminator' || type === 'error' || type === 'bytes'
}

/** Recognizes an item after which no event comes. */
export function endsEvents({ type }: Item): boolean {
  return type === 'terminator' || type === 'error' || type === 'cut' || type === 'stall'
}

/** Recognizes a record of an error that is not the last record of the error. */
export function isPartOfError(item: Item | undefined): boolean {
  return item?.type === 'error' && !item.final
}

/** Recognizes an item after which nothing is sent. */
export function endsConnection({ type }: { readonly type: string }): boolean {
  return type === 'broken' || type === 'cut' || type === 'stall'
}
