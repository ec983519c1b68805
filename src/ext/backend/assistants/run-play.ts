import type { AssistantStreamEvent } from 'openai/resources/beta/assistants'
import { runEvents } from '../../../routes/runs/reader.js'
import { cancellation, failure } from '../../../routes/runs/lifecycle.js'
import { AsyncEventStream, type Cue, type Script } from '../../../streaming/index.js'
import {
  explainThrown,
  isAbort,
  isCue,
  isStreamError,
  macrotask,
  orAborted,
  type tracked,
} from '../../../streaming/internal.js'
import { StreamLog } from '../streams/stream-log.js'
import { isPassing } from './active-run.js'
import { OwnEvents } from './own-run-events.js'
import type { RunRecord } from './run-record.js'

type Item = AssistantStreamEvent | Cue

/** Begins the performance of a run: gives its events and cues. */
export type Performance = (signal: AbortSignal) => Iterable<Item> | AsyncIterable<Item>

/** Options of a {@link RunPlay}. */
export interface RunPlayOptions {
  /** An event of the backend itself, before those of the performance. */
  readonly first?: AssistantStreamEvent | undefined
  /** True for a play after the outputs of tools. */
  readonly isContinued?: boolean
  /** Called once the play has ended. */
  readonly onEnd: () => void
}

/** The most events that one poll reads: a script may have no end. */
const MOST_EVENTS = 10_000

/** The play of one run. Streams and polls carry it on, and every event is in the store before a client gets it. */
export class RunPlay {
  readonly #record: RunRecord
  readonly #perform: Performance
  readonly #options: RunPlayOptions
  readonly #own: OwnEvents
  readonly #cancelled = new AbortController()
  readonly #log: StreamLog<AssistantStreamEvent>

  constructor(record: RunRecord, perform: Performance, options: RunPlayOptions) {
    this.#record = record
    this.#perform = perform
    this.#options = options
    this.#own = new OwnEvents(record, options.isContinued ?? false)
    this.#log = new StreamLog(new RunScript(() => this.#events()))
  }

  /** Makes the script of all events of the run, for one client. */
  script(): Script<AssistantStreamEvent> {
    return this.#log.script()
  }

  /** Cancels the run: from now on, the play has the events of the end alone. */
  cancel(): void {
    this.#cancelled.abort()
  }

  /**
   * Carries the run on until its status changes, or its script waits. The script of a run that is
   * over comes to its end.
   *
   * @throws What the script throws, but for a `StreamError`, with which a run fails.
   */
  async advance(): Promise<void> {
    const before = this.#record.run?.status
    // A script may wait for longer than a client that polls.
    const turn = macrotask().then(() => false)
    for (let count = 0; count < MOST_EVENTS; count++) {
      const { run } = this.#record
      if (run && run.status !== before && isPassing(run)) return
      if (!(await Promise.race([this.#pull(), turn]))) return
    }
  }

  #pull(): Promise<boolean> {
    return this.#log.pull().catch((error: unknown) => {
      if (!isStreamError(error)) throw error
      return false
    })
  }

  async *#events(): AsyncGenerator<Item> {
    try {
      yield* this.#performed()
    } catch (error) {
      if (!isAbort(error, this.#cancelled.signal)) {
        this.#fail(error)
        throw error
      }
      yield* this.#kept(this.#record.ending(cancellation))
    } finally {
      this.#options.onEnd()
    }
  }

  async *#performed(): AsyncGenerator<Item> {
    const { first } = this.#options
    if (first) yield* this.#kept([first])

    const { signal } = this.#cancelled
    const items = iteratorOf(this.#perform(signal))
    try {
      for (;;) {
        signal.throwIfAborted()
        const { done, value } = await orAborted(Promise.resolve(items.next()), signal)
        if (done || !this.#record.run) return
        const item = this.#owned(value)
        if (item !== undefined) yield item
      }
    } finally {
      leave(items)
    }
  }

  /** Makes an item that of the run, and keeps what it says; undefined for an event that is left out. */
  #owned(item: Item): Item | undefined {
    if (!isCue(item)) return this.#event(item)

    // A live stream also yields tracked cues, which are not part of the public type.
    const cue = item as Cue | ReturnType<typeof tracked>
    if (cue.type === 'unchecked' && runEvents.is(cue.event)) {
      const event = this.#event(cue.event)
      return event && { ...cue, event }
    }
    if (cue.type !== 'tracked') return cue
    // A live stream emits what a script yields.
    const inner = this.#owned(cue.item as Item)
    // The engine handles tracked cues.
    return inner && ({ ...cue, item: inner } as unknown as Cue)
  }

  #event(event: AssistantStreamEvent): AssistantStreamEvent | undefined {
    if (!runEvents.is(event)) {
      throw new TypeError(
        `Failed to carry out ${this.#record.id}: its script yields something else than the events of a run. ` +
          'Answer runs with a reply(), or with a script of runWriter().',
      )
    }
    const own = this.#own.own(event)
    if (own) this.#record.apply(own)
    return own
  }

  *#kept(events: Iterable<AssistantStreamEvent>): Generator<AssistantStreamEvent> {
    for (const event of events) {
      this.#record.apply(event)
      yield event
    }
  }

  /** Ends the run in the store as one that has failed. */
  #fail(error: unknown): void {
    const isLimited = isStreamError(error) && error.code === 'rate_limit_exceeded'
    const code = isLimited ? 'rate_limit_exceeded' : 'server_error'
    const message = explainThrown(error)
    for (const event of this.#record.ending((run) => failure(run, { code, message })))
      this.#record.apply(event)
  }
}

/** The script that a run is read from. */
class RunScript extends AsyncEventStream<AssistantStreamEvent> {
  constructor(readonly generate: () => AsyncGenerator<Item>) {
    super()
  }
}

function iteratorOf(items: ReturnType<Performance>): Iterator<Item> | AsyncIterator<Item> {
  return Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]()
}

/** Closes an iterator whose items nobody needs any more. A script may not come to its end by itself. */
function leave(items: Iterator<Item> | AsyncIterator<Item>): void {
  // The run is over: nobody reads what the script does now.
  void Promise.resolve(items.return?.()).catch(() => undefined)
}
