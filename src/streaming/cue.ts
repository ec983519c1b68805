const cue = Symbol.for('msw-openai.cue')

interface Branded {
  // Registered, so that the ESM and the CommonJS build recognise each other's cues.
  readonly [cue]: true
}

/** Wait before what follows. */
export interface PauseCue extends Branded {
  readonly type: 'pause'
  /** Milliseconds. */
  readonly ms: number
}

/** An SSE comment, which clients ignore. */
export interface CommentCue extends Branded {
  readonly type: 'comment'
  readonly text: string
}

/** Bytes sent as they are. */
export interface RawCue extends Branded {
  readonly type: 'raw'
  readonly content: string | Uint8Array
}

/** An event sent without a check. */
export interface UncheckedCue extends Branded {
  readonly type: 'unchecked'
  readonly event: unknown
}

/** Silence, with the connection left open. */
export interface StallCue extends Branded {
  readonly type: 'stall'
}

/** The end of the connection, without the end of the stream. */
export interface CutCue extends Branded {
  readonly type: 'cut'
}

/** A stage direction between the events of a script. */
export type Cue = PauseCue | CommentCue | RawCue | UncheckedCue | StallCue | CutCue

/** The longest delay a timer can keep, in milliseconds. A longer one would fire at once. */
export const LONGEST_DELAY = 2 ** 31 - 1

/**
 * Wait `ms` milliseconds before what follows. Zero is no wait at all.
 * The timer is the global `setTimeout`, so fake timers drive it.
 *
 * @throws {RangeError} Unless `ms` is between 0 and 2147483647.
 */
export function pause(ms: number): PauseCue {
  if (typeof ms !== 'number' || !(ms >= 0 && ms <= LONGEST_DELAY)) {
    throw new RangeError(
      `Failed to create pause(${ms}): expected between 0 and ${LONGEST_DELAY} milliseconds.`,
    )
  }
  return { [cue]: true, type: 'pause', ms }
}

/**
 * Send an SSE comment, as servers do to keep a connection alive. Clients ignore it.
 *
 * @throws {TypeError} Unless `text` is one.
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#authoring-notes
 */
export function comment(text: string): CommentCue {
  if (typeof text !== 'string') {
    throw new TypeError(`Failed to create comment(): expected a text, received ${kindOf(text)}.`)
  }
  return { [cue]: true, type: 'comment', text }
}

/**
 * Send `content` as it is: whatever no event can say, such as half a record.
 *
 * @throws {TypeError} Unless it is text or bytes.
 */
export function raw(content: string | Uint8Array): RawCue {
  if (typeof content !== 'string' && !isBytes(content)) {
    throw new TypeError(
      `Failed to create raw(): expected a text or a Uint8Array, received ${kindOf(content)}.`,
    )
  }
  return { [cue]: true, type: 'raw', content }
}

/** Send an event that the endpoint's schema would refuse, on purpose. */
export function unchecked(event: unknown): UncheckedCue {
  return { [cue]: true, type: 'unchecked', event }
}

/** Fall silent until the client leaves. The connection stays open. */
export function stall(): StallCue {
  return { [cue]: true, type: 'stall' }
}

/** Drop the connection: the client's read fails with `TypeError: terminated`. */
export function cut(): CutCue {
  return { [cue]: true, type: 'cut' }
}

/** Whether `item` is a cue, rather than an event. */
export function isCue(item: unknown): item is Cue {
  return typeof item === 'object' && item !== null && cue in item
}

/** By its tag: it may be of another realm, as Jest's are. */
function isBytes(value: unknown): boolean {
  return kindOf(value) === 'Uint8Array'
}

function kindOf(value: unknown): string {
  return Object.prototype.toString.call(value).slice('[object '.length, -1)
}
