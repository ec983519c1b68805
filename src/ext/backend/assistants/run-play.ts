import type { AssistantStreamEvent } from 'openai/resources/beta/assistants'
import { runEvents } from '../../../routes/runs/reader.js'
import { cancellation, failure } from '../../../routes/runs/lifecycle.js'
import type { Cue, Script } from '../../../streaming/index.js'
import { explainThrown, isAbort, isStreamError } from '../../../streaming/internal.js'
import { followed } from '../streams/followed.js'
import { scriptLike } from '../streams/script-like.js'
import { StreamLog } from '../streams/stream-log.js'
import { isPassing } from './active-run.js'
import { OwnRunEvents } from './own-run-events.js'
import type { RunRecord } from './run-record.js'

/** Options of a {@link RunPlay}. */
export interface RunPlayOptions {
  /** An event of the backend itself, before those of the script. */
  readonly first?: AssistantStreamEvent | undefined
  /** True for a play after the outputs of tools. */
  readonly isContinued?: boolean
  /** Called once the play has ended. */
  readonly onEnd: () => void
}

/** The reason why a run fails whose script has ended without its end. A client that polls would never stop. */
const UNENDED =
  'The script of the run ended before the run did. End it with completed(), or another end of runWriter().'

/** The play of one run. Streams and polls carry it on, and every event is in the store before a client gets it. */
export class RunPlay {
  readonly #record: RunRecord
  readonly #script: Script<AssistantStreamEvent>
  readonly #options: RunPlayOptions
  readonly #own: OwnRunEvents
  readonly #cancelled = new AbortController()
  readonly #log = new StreamLog(() => this.#play())

  constructor(record: RunRecord, script: Script<AssistantStreamEvent>, options: RunPlayOptions) {
    this.#record = record
    this.#script = script
    this.#options = options
    this.#own = new OwnRunEvents(record, options.isContinued ?? false)
  }

  /** Makes the script of all events of the run, for one client. */
  script(): Script<AssistantStreamEvent> {
    return scriptLike(this.#script, () => this.#log.read())
  }

  /** Cancels the run: from now on, the play has the events of the end alone. */
  cancel(): void {
    this.#cancelled.abort()
  }

  /**
   * Carries the run on until its status changes, or its script waits. The script of a run that is
   * over comes to its end.
   *
   * @throws The error of the script, but for a `StreamError`, with which a run fails.
   */
  advance(): Promise<void> {
    const status = this.#record.run?.status
    return this.#log.advance(() => {
      const { run } = this.#record
      return run !== undefined && run.status !== status && isPassing(run)
    })
  }

  async *#play(): AsyncGenerator<AssistantStreamEvent | Cue> {
    const { first, onEnd } = this.#options
    const { signal } = this.#cancelled
    try {
      if (first) yield* this.#kept([first])
      yield* followed(this.#script, signal, this.#change)
      const { run } = this.#record
      if (run && isPassing(run)) this.#fail(new Error(UNENDED))
    } catch (error) {
      if (!isAbort(error, signal)) {
        this.#fail(error)
        throw error
      }
      yield* this.#kept(this.#record.ending(cancellation))
    } finally {
      onEnd()
    }
  }

  /** Makes an event that of the run, and keeps what it says. */
  readonly #change = (
    event: AssistantStreamEvent,
    isChecked: boolean,
  ): AssistantStreamEvent | undefined => {
    if (this.#record.isTaken) return void this.cancel()
    if (!runEvents.is(event)) {
      if (!isChecked) return event
      throw new TypeError(
        `Failed to carry out ${this.#record.id}: its script yields something else than the events of a run. ` +
          'Answer runs with a reply(), or with a script of runWriter().',
      )
    }
    const own = this.#own.own(event)
    if (own) this.#record.apply(own)
    return own
  };

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
