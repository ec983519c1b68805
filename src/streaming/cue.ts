import { isBytes } from './encode.js'

const cue = Symbol.for('msw-openai.cue')

interface Branded {
  // Registered, so that the ESM and the CommonJS build recognize each other's cues.
  readonly [cue]: true
}

/** A cue that waits before the events behind it, made by {@link pause}. */
export interface PauseCue extends Branded {
  readonly type: 'pause'
  /** The length of the wait, in milliseconds. */
  readonly ms: number
}

/** A cue that sends an SSE comment, which clients ignore. Made by {@link comment}. */
export interface CommentCue extends Branded {
  readonly type: 'comment'
  readonly text: string
}

/** A cue that sends bytes as they are, made by {@link raw}. */
export interface RawCue extends Branded {
  readonly type: 'raw'
  readonly content: string | Uint8Array
}

/** A cue that sends an event without a check, made by {@link unchecked}. */
export interface UncheckedCue extends Branded {
  readonly type: 'unchecked'
  readonly event: unknown
}

/** A cue that sends nothing more, made by {@link stall}. The connection stays open. */
export interface StallCue extends Branded {
  readonly type: 'stall'
}

/** A cue that drops the connection before the stream ends, made by {@link cut}. */
export interface CutCue extends Branded {
  readonly type: 'cut'
}

/**
 * A stage direction between the events of a script: `pause()`, `comment()`, `raw()`, `unchecked()`,
 * `stall()` or `cut()`.
 */
export type Cue = PauseCue | CommentCue | RawCue | UncheckedCue | StallCue | CutCue

/** An item of a live stream, with a function that is called once the transport has the item's bytes. */
export interface TrackedCue extends Branded {
  readonly type: 'tracked'
  readonly item: unknown
  readonly delivered: () => void
}

/** The longest delay of a timer, in milliseconds. A timer with a longer delay fires at once. */
export const LONGEST_DELAY = 2 ** 31 - 1

/**
 * Waits `ms` milliseconds before the next item; zero does not wait. The timer is the global
 * `setTimeout`, so that fake timers drive the wait.
 *
 * @throws {RangeError} Unless `ms` is between 0 and 2147483647.
 * @example
 * yield pause(100)
 */
export function pause(ms: number): PauseCue {
  if (typeof ms !== 'number' || !(ms >= 0 && ms <= LONGEST_DELAY)) {
    throw new RangeError(
      `Failed to create pause(${String(ms)}): expected between 0 and ${LONGEST_DELAY} milliseconds.`,
    )
  }
  return { [cue]: true, type: 'pause', ms }
}

/**
 * Sends an SSE comment, as servers do to keep a connection alive. Clients ignore comments.
 *
 * @throws {TypeError} Unless `text` is a string.
 * @example
 * yield comment('OPENROUTER PROCESSING')
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#authoring-notes
 */
export function comment(text: string): CommentCue {
  if (typeof text !== 'string') {
    throw new TypeError(`Failed to create comment(): expected a text, received ${kindOf(text)}.`)
  }
  return { [cue]: true, type: 'comment', text }
}

/**
 * Sends text or bytes as they are, for anything that is no event, such as half a record.
 *
 * @throws {TypeError} Unless `content` is a string or a `Uint8Array`.
 * @example
 * yield raw('data: {"id":')
 */
export function raw(content: string | Uint8Array): RawCue {
  if (typeof content !== 'string' && !isBytes(content)) {
    throw new TypeError(
      `Failed to create raw(): expected a text or a Uint8Array, received ${kindOf(content)}.`,
    )
  }
  return { [cue]: true, type: 'raw', content }
}

/**
 * Sends an event without a check: one that the schema of the endpoint would refuse.
 *
 * @example
 * yield unchecked({ type: 'response.brand_new' })
 */
export function unchecked(event: unknown): UncheckedCue {
  return { [cue]: true, type: 'unchecked', event }
}

/**
 * Sends nothing more until the client disconnects. The connection stays open.
 *
 * @example
 * yield stall()
 */
export function stall(): StallCue {
  return { [cue]: true, type: 'stall' }
}

/**
 * Drops the connection: the client's read fails with `TypeError: terminated`.
 *
 * @example
 * yield cut()
 */
export function cut(): CutCue {
  return { [cue]: true, type: 'cut' }
}

/** Makes a cue that calls `delivered` once the transport has the bytes of `item`. */
export function tracked(item: unknown, delivered: () => void): TrackedCue {
  return { [cue]: true, type: 'tracked', item, delivered }
}

/** Recognizes a cue among the items of a script. */
export function isCue(item: unknown): item is Cue {
  return typeof item === 'object' && item !== null && (item as Cue)[cue] === true
}

/**
 * Lists the event in an item of a script: the item itself, the event inside `unchecked()`, or that of
 * an item of a live stream. Other cues have none.
 */
export function eventsIn<Event>(item: Event | Cue): Event[] {
  if (!isCue(item)) return [item]
  // A live stream also yields tracked cues, which are not part of the public type.
  const cued = item as Cue | TrackedCue
  if (cued.type === 'tracked') return eventsIn(cued.item as Event | Cue)
  // The author of `unchecked()` vouches for the type of its event.
  return cued.type === 'unchecked' ? [cued.event as Event] : []
}

function kindOf(value: unknown): string {
  return Object.prototype.toString.call(value).slice('[object '.length, -1)
}
