import {
  AsyncEventStream,
  cut,
  type Cue,
  type Frame,
  type PlayObserver,
  type Script,
  type StreamError,
} from '../streaming/index.js'
import { macrotask } from '../streaming/clock.js'
import { isCue } from '../streaming/cue.js'
import type { Call, CallOutcome } from './call.js'
import { ClosedPlayError } from './closed-play-error.js'
import type { Connection } from './connection.js'

/** What the test has asked of a play, in order. */
type Turn<Event> =
  | { readonly type: 'item'; readonly item: Event | Cue; done(): void; lost(error: Error): void }
  | { readonly type: 'end' }
  | { readonly type: 'fail'; readonly error: StreamError }

type Emission<Event> = Extract<Turn<Event>, { type: 'item' }>

/** How many turns of the event loop a cut waits for what was emitted before it. */
const PATIENCE = 10

/** One request to a `LiveEventStream`, answered as the test goes. */
export class LivePlay<Event> extends AsyncEventStream<Event> implements PlayObserver {
  static {
    // Messages name the class that tests know.
    Object.defineProperty(this, 'name', { value: 'LiveEventStream' })
  }

  readonly call: Call<Event>
  /** Resolves to the outcome of the call. */
  readonly closed: Promise<CallOutcome>
  readonly #connection: Connection
  /** What is still to be played. */
  readonly #turns: Array<Turn<Event>> = []
  /** What the transport does not have yet. */
  readonly #emitted = new Set<Emission<Event>>()
  #outcome: CallOutcome = 'pending'
  #stalled = false
  #wake = (): void => undefined

  constructor(call: Call<Event>, connection: Connection) {
    super()
    this.call = call
    this.#connection = connection
    this.closed = call.settled.then((outcome) => this.#close(outcome))
  }

  /** Whether it is still to end. */
  get open(): boolean {
    return this.#outcome === 'pending'
  }

  /**
   * Send an event or several, or perform cues. Resolves once the transport has read them, and,
   * unless a socket is between, a client in this process that waited for them has had its
   * turn. Need not be waited for.
   *
   * @throws {ClosedPlayError} When the call ends before that, or has stalled.
   */
  emit(items: Event | Cue | Iterable<Event | Cue>): Promise<void> {
    const emitted = Promise.all(listOf(items).map((item) => this.#emit(item))).then(() => {})
    // Who does not wait for it has the outcome of the call.
    emitted.catch(() => {})
    return emitted
  }

  /**
   * End the stream as the endpoint does. Resolves to the outcome of the call.
   *
   * @throws {ClosedPlayError} When the stream has stalled.
   */
  async end(): Promise<CallOutcome> {
    if (this.open && this.#stalled) throw this.#refusal('end()')
    this.#add({ type: 'end' })
    return this.closed
  }

  /**
   * End the stream with the endpoint's own error. Resolves to the outcome of the call.
   *
   * @throws {ClosedPlayError} When it has ended already, or has stalled.
   */
  async fail(error: StreamError): Promise<CallOutcome> {
    if (!this.open || this.#stalled) throw this.#refusal('fail()')
    this.#add({ type: 'fail', error })
    return this.closed
  }

  /**
   * Drop the connection, behind what was emitted and can be sent. Resolves to the outcome
   * of the call.
   *
   * @throws {ClosedPlayError} When it has ended already.
   */
  async cut(): Promise<CallOutcome> {
    if (!this.open) throw this.#refusal('cut()')
    void this.emit(cut())
    await this.#drained()
    if (this.open) this.#connection.cut()
    return this.closed
  }

  async *generate(signal: AbortSignal): AsyncGenerator<Event | Cue, void, undefined> {
    const wake = () => this.#wake()
    signal.addEventListener('abort', wake, { once: true })

    for (;;) {
      const turn = await this.#next(signal)
      if (turn.type === 'end') return
      if (turn.type === 'fail') throw turn.error
      if (isLast(turn.item)) this.#done(turn)
      yield turn.item
      // A stage may have dropped it, and not every cue is a frame: asking for more is enough.
      this.#done(turn)
    }
  }

  onFrame({ type, event }: Frame): void {
    for (const emission of this.#emitted) {
      if (isFrameOf(emission.item, type, event)) return this.#done(emission)
    }
  }

  async #emit(item: Event | Cue): Promise<void> {
    if (!this.open || this.#stalled) throw this.#refusal('emit()')
    this.#stalled = isCue(item) && item.type === 'stall'

    await new Promise<void>((done, lost) => {
      const emission = { type: 'item', item, done, lost } as const
      this.#emitted.add(emission)
      this.#add(emission)
    })
    await macrotask()
  }

  /** Wait for what was emitted, as long as it goes on. */
  async #drained(): Promise<void> {
    for (let idle = 0; this.open && idle < PATIENCE; idle++) {
      const left = this.#emitted.size
      await macrotask()
      if (this.#emitted.size < left) idle = 0
    }
  }

  async #next(signal: AbortSignal): Promise<Turn<Event>> {
    for (;;) {
      signal.throwIfAborted()
      const turn = this.#turns.shift()
      if (turn) return turn
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
  }

  #add(turn: Turn<Event>): void {
    this.#turns.push(turn)
    this.#wake()
  }

  #done(emission: Emission<Event>): void {
    this.#emitted.delete(emission)
    emission.done()
  }

  #close(outcome: CallOutcome): CallOutcome {
    this.#outcome = outcome
    for (const { lost } of this.#emitted) lost(this.#refusal('emit()'))
    this.#emitted.clear()
    return outcome
  }

  #refusal(action: string): ClosedPlayError {
    return this.open
      ? new ClosedPlayError(action, 'the stream has stalled. Only cut() ends it, or its client')
      : new ClosedPlayError(action, `the call is over, it was ${this.#outcome}`, this.call.error)
  }
}

/** Who follows the play of a script: the call, and a live script itself. */
export function observersOf<Event>(script: Script<Event>, call: PlayObserver): PlayObserver {
  if (!(script instanceof LivePlay)) return call

  return {
    onFrame: (frame) => {
      call.onFrame?.(frame)
      script.onFrame(frame)
    },
    onError: (error) => call.onError?.(error),
    onEnd: (outcome) => call.onEnd?.(outcome),
  }
}

/** One item, or each of several. */
export function listOf<Item>(items: Item | Iterable<Item>): Item[] {
  return isIterable(items) ? [...items] : [items]
}

/** No event of OpenAI's is iterable, and a text is one item. */
function isIterable<Item>(items: Item | Iterable<Item>): items is Iterable<Item> {
  return typeof items === 'object' && items !== null && Symbol.iterator in items
}

/** Whether nothing can come after an item, so that nobody asks for more. */
function isLast(item: unknown): boolean {
  return isCue(item) && (item.type === 'stall' || item.type === 'cut')
}

/** Whether a frame of this type and event spells `item`. */
function isFrameOf(item: unknown, type: Frame['type'], event: unknown): boolean {
  if (!isCue(item)) return type === 'event' && item === event
  if (item.type === 'unchecked') return type === 'event' && item.event === event
  return type === 'bytes' && (item.type === 'comment' || item.type === 'raw')
}
