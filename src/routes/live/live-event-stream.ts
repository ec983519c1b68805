import type { Cue, StreamError } from '../../streaming/index.js'
import { answerKind, type OfKind } from '../answers/answer-kind.js'
import type { Call, CallOutcome, ClientConnection } from '../call.js'
import type { LiveControls } from './live-controls.js'
import { listOf, LivePlay } from './live-play.js'

const openPlay = Symbol.for('msw-openai.open-play')

/**
 * An answer that the test itself sends, event by event: nothing is sent before the test says so. Each
 * request gets a play of its own. The methods of the stream control the only play that is open, and
 * wait for the first one.
 *
 * @example
 * const live = new LiveEventStream<ChatCompletionChunk>()
 * server.use(chat.completions.create(live))
 * render(<Answer />)
 * const w = chatCompletionWriter()
 * await live.emit(w.text('Hello'))
 * await screen.findByText('Hello')
 * await live.end()
 */
export class LiveEventStream<Event> implements LiveControls<Event>, OfKind<'live'> {
  readonly [answerKind] = 'live' as const
  readonly #plays: Array<LivePlay<Event>> = []
  readonly #waiting: Array<() => void> = []

  /** The plays so far, one for each request, oldest first. */
  get plays(): ReadonlyArray<LivePlay<Event>> {
    return this.#plays
  }

  /** Waits for the play of a request, by its zero-based index. A retry has the next play. */
  async play(index: number): Promise<LivePlay<Event>> {
    for (;;) {
      const play = this.#plays[index]
      if (play) return play
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    }
  }

  /** Resolves to the first call, once it has come. */
  get opened(): Promise<Call<Event>> {
    return this.play(0).then(({ call }) => call)
  }

  get closed(): Promise<CallOutcome> {
    return this.#only().then(({ closed }) => closed)
  }

  /** @throws {TypeError} When several plays are open. */
  emit(items: Event | Cue | Iterable<Event | Cue>): Promise<void> {
    // At once: a writer that writes the items may have an error to throw.
    const list = listOf(items)
    const emitted = this.#only().then((play) => play.emit(list))
    // A test that does not wait has the outcome of the call.
    emitted.catch(() => {})
    return emitted
  }

  async end(): Promise<CallOutcome> {
    const play = await this.#only()
    return play.end()
  }

  async fail(error: StreamError): Promise<CallOutcome> {
    const play = await this.#only()
    return play.fail(error)
  }

  async cut(): Promise<CallOutcome> {
    const play = await this.#only()
    return play.cut()
  }

  /** Begins the play of a call. Routes do. */
  [openPlay](call: Call<Event>, connection: ClientConnection): LivePlay<Event> {
    const play = new LivePlay(call, connection)
    this.#plays.push(play)
    for (const look of this.#waiting.splice(0)) look()
    return play
  }

  async #only(): Promise<LivePlay<Event>> {
    const first = await this.play(0)
    const opened = this.#plays.filter((play) => play.isOpen)
    if (opened.length > 1) {
      throw new TypeError(
        `Failed to choose a play: ${opened.length} are open. Speak to one of live.plays.`,
      )
    }
    return opened[0] ?? this.#plays.at(-1) ?? first
  }
}

/** Begins the play of a call. The stream may be of another copy of the package. */
export function beginPlay<Event>(
  live: LiveEventStream<Event>,
  call: Call<Event>,
  connection: ClientConnection,
): LivePlay<Event> {
  return live[openPlay](call, connection)
}
