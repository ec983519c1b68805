import { AsyncEventStream, type Cue, type Script, type StreamError } from '../streaming/index.js'
import type { Final } from './answer.js'
import type { Call, CallOutcome, RecordedCall } from './call.js'
import type { Connection } from './connection.js'
import { listOf, LivePlay } from './live-play.js'

const open = Symbol.for('msw-openai.open')

/**
 * A script that the test tells as it goes: nothing is sent before the test says so.
 * Each request gets a play of its own. Its methods speak to the only play that is
 * open, and wait for the first one.
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
export class LiveEventStream<Event> extends AsyncEventStream<Event> {
  readonly #plays: Array<LivePlay<Event>> = []
  readonly #waiting: Array<() => void> = []

  /** The plays of it so far, one for each request, oldest first. */
  get plays(): ReadonlyArray<LivePlay<Event>> {
    return this.#plays
  }

  /** Wait for the play of a request, by its zero-based index: that of a retry is the next one. */
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

  /** Resolves to the outcome of the call. */
  get closed(): Promise<CallOutcome> {
    return this.#only().then(({ closed }) => closed)
  }

  /**
   * Send an event or several, or perform cues. Resolves once the transport has read them, and,
   * unless a socket is between, a client in this process that waited for them has had its
   * turn. Need not be waited for.
   *
   * @throws {ClosedPlayError} When the call ends before that, or has stalled.
   * @throws {TypeError} When several plays are open.
   */
  emit(items: Event | Cue | Iterable<Event | Cue>): Promise<void> {
    // At once: who tells them may have something to say.
    const list = listOf(items)
    const emitted = this.#only().then((play) => play.emit(list))
    // Who does not wait for it has the outcome of the call.
    emitted.catch(() => {})
    return emitted
  }

  /** End the stream as the endpoint does. Resolves to the outcome of the call. */
  async end(): Promise<CallOutcome> {
    const play = await this.#only()
    return play.end()
  }

  /** End the stream with the endpoint's own error. Resolves to the outcome of the call. */
  async fail(error: StreamError): Promise<CallOutcome> {
    const play = await this.#only()
    return play.fail(error)
  }

  /** Drop the connection. Resolves to the outcome of the call. */
  async cut(): Promise<CallOutcome> {
    const play = await this.#only()
    return play.cut()
  }

  generate(): never {
    throw new TypeError(
      'Failed to play a LiveEventStream by itself: it is told call by call. Give it to a route.',
    )
  }

  /** Begin the play of a call. Routes do. */
  [open](call: Call<Event>, connection: Connection): LivePlay<Event> {
    const play = new LivePlay(call, connection)
    this.#plays.push(play)
    for (const look of this.#waiting.splice(0)) look()
    return play
  }

  async #only(): Promise<LivePlay<Event>> {
    const first = await this.play(0)
    const opened = this.#plays.filter((play) => play.open)
    if (opened.length > 1) {
      throw new TypeError(
        `Failed to choose a play: ${opened.length} are open. Speak to one of live.plays.`,
      )
    }
    return opened[0] ?? this.#plays.at(-1) ?? first
  }
}

/** What to answer one call with: a live script begins a play of its own for each. */
export function begin<Event, Body, Resource>(
  answer: Final<Event, Resource>,
  call: RecordedCall<Event, Body>,
): Final<Event, Resource> {
  if (answer.type !== 'script' || !isLive(answer.script)) return answer
  return { ...answer, script: answer.script[open](call, call.connection) }
}

/** By its brand: it may be of another copy of the package. */
function isLive<Event>(script: Script<Event>): script is LiveEventStream<Event> {
  return open in script
}
