import {
  AsyncEventStream,
  cut,
  type Cue,
  type Script,
  type StreamError,
} from '../../streaming/index.js'
import { isCue, macrotask, tracked } from '../../streaming/internal.js'
import type { Call, CallOutcome } from '../call.js'
import type { ClientConnection } from '../client-connection.js'
import type { LiveControls } from './live-controls.js'

/**
 * The error of a live play that can send nothing more. The `cause` is the error that broke the
 * play, where there is one.
 *
 * @example
 * await expect(live.emit(w.text('Hello'))).rejects.toThrow(ClosedPlayError)
 */
export class ClosedPlayError extends Error {
  override readonly name = 'ClosedPlayError'

  constructor(
    /** The action that failed, such as `emit()`. */
    readonly action: string,
    reason: string,
    cause?: unknown,
  ) {
    const because = cause instanceof Error ? ` ${cause.message}` : ''
    super(`Failed to ${action}: ${reason}.${because}`, { cause })
  }
}

/** One thing that a test makes a play do. */
type Command<Event> =
  | { readonly type: 'item'; readonly item: Event | Cue; readonly delivered: () => void }
  | { readonly type: 'end' }
  | { readonly type: 'fail'; readonly error: StreamError }

/** Items that were emitted together, and are not delivered yet. */
interface Emission {
  readonly reject: (error: Error) => void
}

/** The ticks of the event loop without progress after which a cut waits no longer for earlier items. */
const IDLE_TICKS = 10

/**
 * The play of one request to a `LiveEventStream`, which the test controls.
 *
 * @example
 * const retry = await live.play(1)
 * await retry.emit(w.text('Hello'))
 */
export class LivePlay<Event> implements LiveControls<Event> {
  /** The call that the play answers. */
  readonly call: Call<Event>
  readonly closed: Promise<CallOutcome>
  /** The script that the route plays. */
  readonly script: Script<Event>
  readonly #connection: ClientConnection
  #commands: Array<Command<Event>> = []
  /** The number of commands of {@link LivePlay.#commands} that the script has taken. */
  #taken = 0
  readonly #emissions = new Set<Emission>()
  /** The number of items that were delivered. */
  #sent = 0
  #outcome: CallOutcome = 'pending'
  #isStalled = false
  #wake = (): void => undefined

  constructor(call: Call<Event>, connection: ClientConnection) {
    this.call = call
    this.#connection = connection
    this.script = new LiveScript((signal) => this.#next(signal))
    this.closed = call.settled.then((outcome) => this.#close(outcome))
  }

  /** True until the call has ended. */
  get isOpen(): boolean {
    return this.#outcome === 'pending'
  }

  emit(items: Event | Cue | Iterable<Event | Cue>): Promise<void> {
    const emitted = this.#emit(listOf(items))
    // A test that does not await can read the outcome of the call.
    emitted.catch(() => {})
    return emitted
  }

  async end(): Promise<CallOutcome> {
    if (this.isOpen && this.#isStalled) throw this.#refusal('end()')
    this.#add({ type: 'end' })
    return this.closed
  }

  async fail(error: StreamError): Promise<CallOutcome> {
    if (!this.isOpen || this.#isStalled) throw this.#refusal('fail()')
    this.#add({ type: 'fail', error })
    return this.closed
  }

  async cut(): Promise<CallOutcome> {
    if (!this.isOpen) throw this.#refusal('cut()')
    void this.emit(cut())
    await this.#drained()
    if (this.isOpen) this.#connection.cut()
    return this.closed
  }

  async #emit(items: ReadonlyArray<Event | Cue>): Promise<void> {
    let remaining = items.length
    if (remaining === 0) return
    if (!this.isOpen || this.#isStalled) throw this.#refusal('emit()')

    await new Promise<void>((resolve, reject) => {
      const emission: Emission = { reject }
      this.#emissions.add(emission)
      const delivered = () => {
        this.#sent++
        if (--remaining > 0) return
        this.#emissions.delete(emission)
        resolve()
      }
      for (const item of items) this.#add({ type: 'item', item, delivered: once(delivered) })
    })
    await macrotask()
  }

  /** Waits until all emitted items are delivered, as long as there is progress. */
  async #drained(): Promise<void> {
    for (let idle = 0; this.isOpen && idle < IDLE_TICKS; idle++) {
      const sent = this.#sent
      await macrotask()
      if (this.#sent > sent) idle = 0
    }
  }

  /** Waits for the next command. Rejects with the reason of `signal` once the signal aborts. */
  async #next(signal: AbortSignal): Promise<Command<Event>> {
    const wake = () => this.#wake()
    signal.addEventListener('abort', wake, { once: true })
    try {
      for (;;) {
        signal.throwIfAborted()
        const command = this.#take()
        if (command) return command
        await new Promise<void>((resolve) => {
          this.#wake = resolve
        })
      }
    } finally {
      signal.removeEventListener('abort', wake)
    }
  }

  #take(): Command<Event> | undefined {
    const command = this.#commands[this.#taken++]
    if (command) return command

    // Not `shift()`, which moves all other commands each time.
    this.#commands = []
    this.#taken = 0
    return undefined
  }

  #add(command: Command<Event>): void {
    if (command.type === 'item') this.#isStalled ||= isStall(command.item)
    this.#commands.push(command)
    this.#wake()
  }

  #close(outcome: CallOutcome): CallOutcome {
    this.#outcome = outcome
    for (const { reject } of this.#emissions) reject(this.#refusal('emit()'))
    this.#emissions.clear()
    return outcome
  }

  #refusal(action: string): ClosedPlayError {
    return this.isOpen
      ? new ClosedPlayError(action, 'the stream has stalled. Only cut() ends it, or its client')
      : new ClosedPlayError(action, `the call is over, it was ${this.#outcome}`, this.call.error)
  }
}

/** The script of a live play. Messages print the name of its class: `LiveEventStream`. */
const LiveScript = class LiveEventStream<Event> extends AsyncEventStream<Event> {
  readonly #next: (signal: AbortSignal) => Promise<Command<Event>>

  constructor(next: (signal: AbortSignal) => Promise<Command<Event>>) {
    super()
    this.#next = next
  }

  async *generate(signal: AbortSignal): AsyncGenerator<Event | Cue, void, undefined> {
    for (;;) {
      const command = await this.#next(signal)
      if (command.type === 'end') return
      if (command.type === 'fail') throw command.error

      const { item, delivered } = command
      // No item is requested behind the last one.
      if (isLast(item)) delivered()
      // The engine handles tracked cues, which are not part of the public type.
      yield tracked(item, delivered) as unknown as Cue
      // A stage may have dropped the item, and some cues have no bytes: the request for the next
      // item counts.
      delivered()
    }
  }
}

/** Makes a list of one item, or of several. */
export function listOf<Item>(items: Item | Iterable<Item>): Item[] {
  return isIterable(items) ? [...items] : [items]
}

/** Recognizes several items: no event of OpenAI is iterable, and a text is one item. */
function isIterable<Item>(items: Item | Iterable<Item>): items is Iterable<Item> {
  return typeof items === 'object' && items !== null && Symbol.iterator in items
}

function once(callback: () => void): () => void {
  let isDone = false
  return () => {
    if (isDone) return
    isDone = true
    callback()
  }
}

function isStall(item: unknown): boolean {
  return isCue(item) && item.type === 'stall'
}

function isLast(item: unknown): boolean {
  return isCue(item) && (item.type === 'stall' || item.type === 'cut')
}
