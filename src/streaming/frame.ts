import { isCue, type CommentCue, type Cue, type RawCue, type UncheckedCue } from './cue.js'
import { encode, encodeComment, encodeText, type LineEnding } from './encode.js'
import type { Endpoint } from './endpoint.js'
import {
  BrokenScriptError,
  InvalidEventError,
  isStreamError,
  type ScriptPosition,
} from './errors.js'
import type { Script } from './event-stream.js'
import { unnamedError } from './framing.js'

/** One encoded SSE record, or, with the type `bytes`, a comment or raw cue. */
export interface Frame<Event = unknown> {
  readonly type: 'event' | 'error' | 'terminator' | 'bytes'
  readonly bytes: Uint8Array
  /** The event it spells, when its type is `event`. */
  readonly event?: Event
  /** Whether a client that has it has the whole stream. */
  readonly final?: boolean
}

/** The cues that stay cues until they are played. */
export type Direction = Exclude<Cue, UncheckedCue>

/** The end of a script that failed. It comes before the script is stopped, which may take for ever. */
export interface Failure {
  readonly type: 'broken'
  readonly error: BrokenScriptError
}

/** What flows from a script to the player. */
export type Item<Event = unknown> = Frame<Event> | Direction | Failure

/** The items of one play. */
export type Frames = AsyncIterable<Item>

/** Whether `item` spells an event of the script. */
export function isEventFrame<Event>(
  item: Item<Event>,
): item is Frame<Event> & { readonly event: Event } {
  return item.type === 'event'
}

/** The bytes of a comment or raw cue. */
export function frameOfCue(cue: CommentCue | RawCue, lineEnding?: LineEnding): Frame<never> {
  if (cue.type === 'comment') return { type: 'bytes', bytes: encodeComment(cue.text, lineEnding) }

  const { content } = cue
  return { type: 'bytes', bytes: typeof content === 'string' ? encodeText(content) : content }
}

/**
 * Check and spell everything a script yields, and end it the way `endpoint` does.
 * A script that fails ends in a {@link Failure}; one that throws a `StreamError`, in
 * the endpoint's own error.
 */
export async function* framesOf<Event>(
  endpoint: Endpoint<Event>,
  script: Script<Event>,
  signal: AbortSignal,
): AsyncGenerator<Item<Event>, void, undefined> {
  const { lineEnding, terminator } = endpoint
  const speller = new Speller(endpoint, nameOfScript(script))
  let handedOver = false

  try {
    for await (const item of start(script, signal)) {
      handedOver = true
      yield speller.spell(item)
      handedOver = false
    }
  } catch (error) {
    // Nobody takes another item: the script was stopped, and its `finally` threw.
    if (handedOver) throw speller.failure(error).error
    yield* speller.fail(error)
    return
  }
  if (terminator) yield { type: 'terminator', bytes: encode(terminator, lineEnding), final: true }
}

/** The name of a script's class, for messages. */
export function nameOfScript(script: Script<unknown>): string {
  return script.constructor.name || 'without a name'
}

function start<Event>(script: Script<Event>, signal: AbortSignal) {
  const items: unknown = script.generate(signal)
  if (isIterable<Event | Cue>(items)) return items

  throw new TypeError(
    'generate() has nothing to iterate over. Declare it as a generator: *generate().',
  )
}

function isIterable<Value>(value: unknown): value is Iterable<Value> | AsyncIterable<Value> {
  return (
    typeof value === 'object' &&
    value !== null &&
    (Symbol.iterator in value || Symbol.asyncIterator in value)
  )
}

/** Spells the items of one play, and remembers what an error has to refer to. */
class Speller<Event> {
  #index = 0
  readonly #kept: Event[] = []
  #last: Event | undefined

  constructor(
    readonly endpoint: Endpoint<Event>,
    readonly script: string,
  ) {}

  spell(item: Event | Cue): Item<Event> {
    try {
      return this.#spell(item)
    } catch (error) {
      return this.failure(error)
    }
  }

  /** The endpoint's own error, or the end of a broken script. */
  fail(error: unknown): ReadonlyArray<Item<Event>> {
    if (!isStreamError(error)) return [this.failure(error)]

    const { error: spell = unnamedError, lineEnding } = this.endpoint
    try {
      const records = spell(error, { last: this.#last, kept: this.#kept })
      return records.map((record, index) => ({
        type: 'error',
        bytes: encode(record, lineEnding),
        final: index === records.length - 1,
      }))
    } catch (cause) {
      return [this.failure(cause)]
    }
  }

  failure(error: unknown): Failure {
    const isKnown = error instanceof BrokenScriptError
    return { type: 'broken', error: isKnown ? error : new BrokenScriptError(this.#position, error) }
  }

  #spell(item: Event | Cue): Frame<Event> | Direction {
    if (!isCue(item)) return this.#event(this.#checked(item))

    // An author who leaves the check out vouches for the type as well.
    if (item.type === 'unchecked') return this.#event(item.event as Event)
    if (item.type === 'comment' || item.type === 'raw') {
      return frameOfCue(item, this.endpoint.lineEnding)
    }
    return item
  }

  #event(event: Event): Frame<Event> {
    const frame = this.#encode(event)
    if (this.endpoint.keeps?.(event)) this.#kept.push(event)
    this.#last = event
    this.#index++
    return frame
  }

  #checked(event: Event): Event {
    const { error } = this.endpoint.event.safeParse(event)
    if (error) throw new InvalidEventError(this.#position, event, error)
    return event
  }

  #encode(event: Event): Frame<Event> {
    const { frame, lineEnding, isFinal } = this.endpoint
    try {
      const bytes = encode(frame(event), lineEnding)
      return { type: 'event', bytes, event, final: isFinal?.(event) ?? false }
    } catch (error) {
      throw new InvalidEventError(this.#position, event, error)
    }
  }

  get #position(): ScriptPosition {
    return { script: this.script, endpoint: this.endpoint.name, index: this.#index }
  }
}
