import { isCue, type Cue } from './cue.js'
import { encode } from './encode.js'
import type { Endpoint } from './endpoint.js'
import {
  BrokenScriptError,
  InvalidEventError,
  isStreamError,
  type ScriptPosition,
} from './errors.js'
import type { Script } from './event-stream.js'
import { fits } from './fits.js'
import { frameOfCue, type Direction, type Failure, type Frame, type Item } from './frame.js'
import { unnamedError } from './framing.js'
import type { MaybePromise } from './maybe-promise.js'

/** What the next step through a script gives. */
export type Step<Event = unknown> = IteratorResult<Item<Event>, undefined>

/** A script as it is told: at once, or as it comes. */
type Told<Event> =
  | { readonly type: 'sync'; readonly items: Iterator<Event | Cue> }
  | { readonly type: 'async'; readonly items: AsyncIterator<Event | Cue> }

/**
 * One telling of a script: checks and spells everything it yields, and ends it the
 * way `endpoint` does. A script that fails ends in a {@link Failure}; one that throws
 * a `StreamError`, in the endpoint's own error.
 */
export class SpelledScript<Event> implements AsyncIterableIterator<Item<Event>, undefined> {
  readonly #endpoint: Endpoint<Event>
  readonly #script: Script<Event>
  readonly #signal: AbortSignal
  readonly #kept: Event[] = []
  #told: Told<Event> | undefined
  /** What is left to give once the script is over. */
  #ending: Array<Item<Event>> | undefined
  #index = 0
  #last: Event | undefined

  constructor(endpoint: Endpoint<Event>, script: Script<Event>, signal: AbortSignal) {
    this.#endpoint = endpoint
    this.#script = script
    this.#signal = signal
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  /** Give the next item: at once, where the script does not wait for it. Never throws, nor rejects. */
  step(): MaybePromise<Step<Event>> {
    if (this.#ending) return this.#end(this.#ending)
    try {
      this.#told ??= start(this.#script, this.#signal)
      return this.#told.type === 'sync'
        ? this.#take(this.#told.items.next())
        : Promise.resolve(this.#told.items.next()).then(this.#take, this.#fail)
    } catch (error) {
      return this.#fail(error)
    }
  }

  async next(): Promise<Step<Event>> {
    return this.step()
  }

  /**
   * Stop the script.
   *
   * @throws {BrokenScriptError} When its `finally` does.
   */
  async return(): Promise<Step<Event>> {
    this.#ending = []
    try {
      await this.#told?.items.return?.()
    } catch (error) {
      throw this.#failure(error).error
    }
    return { done: true, value: undefined }
  }

  /** Spell an item as if the script had yielded it. */
  readonly spell = (item: Event | Cue): Item<Event> => {
    try {
      return this.#spell(item)
    } catch (error) {
      return this.#failure(error)
    }
  }

  readonly #take = (told: IteratorResult<Event | Cue, unknown>): Step<Event> =>
    told.done ? this.#end(this.#terminator()) : { done: false, value: this.spell(told.value) }

  /** The endpoint's own error, or the end of a broken script. */
  readonly #fail = (error: unknown): Step<Event> => {
    return this.#end(isStreamError(error) ? this.#errorFrames(error) : [this.#failure(error)])
  }

  #end(ending: Array<Item<Event>>): Step<Event> {
    this.#ending = ending
    const value = ending.shift()
    return value ? { done: false, value } : { done: true, value: undefined }
  }

  #terminator(): Array<Frame<Event>> {
    const { terminator, lineEnding } = this.#endpoint
    return terminator
      ? [{ type: 'terminator', bytes: encode(terminator, lineEnding), final: true }]
      : []
  }

  #errorFrames(error: Parameters<NonNullable<Endpoint<Event>['error']>>[0]): Array<Item<Event>> {
    const { error: spell = unnamedError, lineEnding } = this.#endpoint
    try {
      const records = spell(error, { last: this.#last, kept: this.#kept })
      return records.map((record, index) => ({
        type: 'error',
        bytes: encode(record, lineEnding),
        final: index === records.length - 1,
      }))
    } catch (cause) {
      return [this.#failure(cause)]
    }
  }

  #failure(error: unknown): Failure {
    const isKnown = error instanceof BrokenScriptError
    return { type: 'broken', error: isKnown ? error : new BrokenScriptError(this.#position, error) }
  }

  #spell(item: Event | Cue): Frame<Event> | Direction {
    if (!isCue(item)) return this.#event(this.#checked(item))

    switch (item.type) {
      case 'unchecked':
        // An author who leaves the check out vouches for the type as well.
        return this.#event(item.event as Event)
      case 'comment':
      case 'raw':
        return frameOfCue(item, this.#endpoint.lineEnding)
      default:
        return item
    }
  }

  #event(event: Event): Frame<Event> {
    const frame = this.#encode(event)
    if (this.#endpoint.keeps?.(event)) this.#kept.push(event)
    this.#last = event
    this.#index++
    return frame
  }

  #checked(event: Event): Event {
    const schema = this.#endpoint.event
    if (fits(schema, event)) return event

    const { error } = schema.safeParse(event)
    if (error) throw new InvalidEventError(this.#position, event, error)
    return event
  }

  #encode(event: Event): Frame<Event> {
    const { frame, lineEnding, isFinal } = this.#endpoint
    try {
      const bytes = encode(frame(event), lineEnding)
      return { type: 'event', bytes, event, final: isFinal?.(event) ?? false }
    } catch (error) {
      throw new InvalidEventError(this.#position, event, error)
    }
  }

  get #position(): ScriptPosition {
    return {
      script: nameOfScript(this.#script),
      endpoint: this.#endpoint.name,
      index: this.#index,
    }
  }
}

/** The name of a script's class, for messages. */
export function nameOfScript(script: Script<unknown>): string {
  return script.constructor.name || 'without a name'
}

function start<Event>(script: Script<Event>, signal: AbortSignal): Told<Event> {
  // Plain JavaScript may have returned anything. What it yields is checked one by one.
  const items: unknown = script.generate(signal)
  if (isIterable<AsyncIterable<Event | Cue>>(items, Symbol.asyncIterator)) {
    return { type: 'async', items: items[Symbol.asyncIterator]() }
  }
  if (isIterable<Iterable<Event | Cue>>(items, Symbol.iterator)) {
    return { type: 'sync', items: items[Symbol.iterator]() }
  }
  throw new TypeError(
    'generate() has nothing to iterate over. Declare it as a generator: *generate().',
  )
}

function isIterable<Kind>(value: unknown, by: symbol): value is Kind {
  return typeof value === 'object' && value !== null && by in value
}
