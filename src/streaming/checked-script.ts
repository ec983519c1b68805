import { checkOf } from './accepts.js'
import type { MaybePromise } from './clock.js'
import { comment, isCue, pause, raw, type Cue, type TrackedCue } from './cue.js'
import { encode, encodeComment, encodeText, writeRecord } from './encode.js'
import {
  brokenScriptError,
  InvalidEventError,
  isStreamError,
  type ScriptPosition,
  type StreamError,
} from './errors.js'
import { nameOfScript, type Script } from './event-stream.js'
import { END, RecordFrame, isFrame, withBytes, type End, type Failure, type Item } from './frame.js'
import { parserOf, unnamedError } from './framing.js'
import { snapshot } from './snapshot.js'
import { printed } from './thrown.js'
import { isUnfolded } from './unfolded.js'
import type { NamedWire } from './wire-format.js'

/** The iterator of a script: synchronous or asynchronous. */
type Source<Event> =
  | { readonly isAsync: false; readonly items: Iterator<Event | Cue> }
  | { readonly isAsync: true; readonly items: AsyncIterator<Event | Cue> }

/** The owner of the signal that aborts once the client is gone. The signal may be made when it is asked for. */
type Gone = Pick<AbortController, 'signal'>

/** Everything that a script may yield. */
type Yielded<Event> = Event | Cue | TrackedCue

/**
 * One run of a script: checks and encodes everything that the script yields, and ends the stream as
 * the wire format does. A script that throws a `StreamError` ends in the format's own error, and
 * any other failure ends in a {@link Failure}.
 */
export class CheckedScript<Event> {
  /** True while the generator may have to be stopped. */
  isOpen = false
  readonly #target: NamedWire<Event>
  readonly #script: Script<Event>
  /** Checks an event; undefined until the first one. */
  #isValid: ((event: unknown) => boolean) | undefined
  readonly #gone: Gone
  readonly #parse: ((record: string) => Event) | undefined
  readonly #remembered: Event[] = []
  #source: Source<Event> | undefined
  /** The items that end the stream, once the script is over. */
  #ending: Array<Item<Event>> | undefined
  #index = 0
  #last: RecordFrame<Event> | undefined

  constructor(target: NamedWire<Event>, script: Script<Event>, gone: Gone) {
    this.#target = target
    this.#parse = parserOf(target.wire.frame)
    this.#script = script
    this.#gone = gone
  }

  /** Gives the next item: at once, unless the script is async. Never throws or rejects. */
  step(): MaybePromise<Item<Event> | End> {
    if (this.#ending) return this.#end(this.#ending)
    try {
      this.#source ??= this.#start()
      return this.#source.isAsync
        ? Promise.resolve(this.#source.items.next()).then(this.#take, this.#fail)
        : this.#take(this.#source.items.next())
    } catch (error) {
      return this.#fail(error)
    }
  }

  /**
   * Stops the script: at once where the script has ended.
   *
   * @throws {BrokenScriptError} When the script's `finally` throws.
   */
  stop(): MaybePromise<void> {
    this.#ending = []
    if (this.isOpen) return this.#stopOpen()
  }

  async #stopOpen(): Promise<void> {
    try {
      await this.#source?.items.return?.()
    } catch (error) {
      throw this.#failure(error).error
    }
  }

  /** Checks and encodes an event or a cue of a stage, as if the script had yielded it. Never throws. */
  encode(item: Yielded<Event>): Item<Event> {
    return withBytes(this.#encoded(item))
  }

  #encoded(item: Yielded<Event>): Item<Event> {
    try {
      return this.#encode(item)
    } catch (error) {
      return this.#failure(error)
    }
  }

  #start(): Source<Event> {
    const source = start(this.#script, this.#gone)
    this.isOpen = true
    return source
  }

  readonly #take = (yielded: IteratorResult<Yielded<Event>, unknown>): Item<Event> | End => {
    try {
      return yielded.done ? this.#end(this.#terminator()) : this.#encoded(yielded.value)
    } catch (error) {
      return this.#fail(error)
    }
  }

  readonly #fail = (error: unknown): Item<Event> | End => {
    // An iterator that has thrown is closed already.
    this.isOpen = false
    return this.#end(isStreamError(error) ? this.#errorFrames(error) : [this.#failure(error)])
  }

  #end(ending: Array<Item<Event>>): Item<Event> | End {
    this.#ending = ending
    return ending.shift() ?? END
  }

  #terminator(): Array<Item<Event>> {
    this.isOpen = false
    const { terminator, lineEnding } = this.#target.wire
    return terminator
      ? [new RecordFrame('terminator', writeRecord(terminator, lineEnding), true)]
      : []
  }

  #errorFrames(error: StreamError): Array<Item<Event>> {
    const { error: write = unnamedError, lineEnding } = this.#target.wire
    try {
      const records = write(error, { last: this.#last?.read(), remembered: this.#remembered })
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
    return { type: 'broken', error: brokenScriptError(this.#position, error) }
  }

  #encode(item: Yielded<Event>): Item<Event> {
    // A type guard cannot exclude cues from a type parameter.
    if (!isCue(item)) return this.#event(this.#checked(item as Event))

    // A live stream also yields tracked cues, which are not part of the public type.
    const cue = item as Cue | TrackedCue
    switch (cue.type) {
      case 'unchecked':
        // The author has skipped the check, and so vouches for the type.
        return withoutCheck(this.#event(cue.event as Event))
      case 'tracked':
        return this.#tracked(cue)
      // Made anew, and so checked: the cue may come from another version of the package.
      case 'comment': {
        const { text } = comment(cue.text)
        return { type: 'bytes', bytes: encodeComment(text, this.#target.wire.lineEnding) }
      }
      case 'raw':
        return { type: 'bytes', bytes: bytesOf(raw(cue.content).content), isUnchecked: true }
      case 'pause':
        return pause(cue.ms)
      case 'stall':
      case 'cut':
        return cue
      default:
        throw new TypeError(
          `it yielded a cue of an unknown type, ${printed(Reflect.get(cue, 'type'))}.`,
        )
    }
  }

  #tracked({ item, delivered }: TrackedCue): Item<Event> {
    // The live stream of an endpoint emits events of that endpoint; a tracked cue does not know the
    // type.
    const encoded = withBytes(this.#encode(item as Event | Cue))
    return isFrame(encoded) ? { ...encoded, delivered } : encoded
  }

  #event(event: Event): RecordFrame<Event> {
    const frame = this.#frame(event)
    if (this.#target.wire.remembers?.(event)) this.#remembered.push(frame.read() ?? event)
    this.#last = frame
    this.#index++
    return frame
  }

  #checked(event: Event): Event {
    const schema = this.#target.wire.event
    this.#isValid ??= checkOf(schema)
    if (this.#isValid(event)) return event

    const { error } = schema.safeParse(event)
    if (error) throw new InvalidEventError(this.#position, event, error)
    return event
  }

  #frame(event: Event): RecordFrame<Event> {
    const { frame, lineEnding, isFinal } = this.#target.wire
    try {
      // The parser is that of a framing of this package, which writes JSON.
      const text = writeRecord(frame(event), lineEnding, this.#parse !== undefined)
      // After the JSON, which no event without an end has.
      const isLast = isFinal?.(event) ?? false
      return new RecordFrame('event', text, isLast, event, this.#parse ?? kept(snapshot(event)))
    } catch (error) {
      throw new InvalidEventError(this.#position, event, error)
    }
  }

  get #position(): ScriptPosition {
    return {
      script: nameOfScript(this.#script),
      endpoint: this.#target.name,
      index: this.#index,
    }
  }
}

/** Marks a frame whose event nobody has checked. */
function withoutCheck<Event>(frame: RecordFrame<Event>): Item<Event> {
  const plain = withBytes(frame)
  return isFrame(plain) ? { ...plain, isUnchecked: true } : plain
}

/** Makes a parser of a copy, for a record that cannot be parsed. */
function kept<Event>(copy: Event): () => Event {
  return () => copy
}

function bytesOf(content: string | Uint8Array): Uint8Array {
  // Copied: a client may transfer the bytes that it gets, and the next play needs them whole. The
  // `slice()` of a Buffer does not copy.
  return typeof content === 'string' ? encodeText(content) : new Uint8Array(content)
}

function start<Event>(script: Script<Event>, gone: Gone): Source<Event> {
  // Plain JavaScript may return anything.
  const items: unknown = isUnfolded(script) ? script.events : script.generate(gone.signal)
  if (isIterable<AsyncIterable<Event | Cue>>(items, Symbol.asyncIterator)) {
    return { isAsync: true, items: items[Symbol.asyncIterator]() }
  }
  if (isIterable<Iterable<Event | Cue>>(items, Symbol.iterator)) {
    return { isAsync: false, items: items[Symbol.iterator]() }
  }
  throw new TypeError(
    'generate() has nothing to iterate over. Declare it as a generator: *generate().',
  )
}

function isIterable<Kind>(value: unknown, method: symbol): value is Kind {
  return typeof value === 'object' && value !== null && method in value
}
