import type { Cue, StreamError } from '../../streaming/index.js'
import { checkNoOptions } from '../../streaming/internal.js'
import { answerKind, type OfKind } from '../answers/answer-kind.js'
import type { Call, CallOutcome } from '../call.js'
import type { ClientConnection } from '../client-connection.js'
import type { LiveControls } from './live-controls.js'
import { listOf, LivePlay } from './live-play.js'
import { noRequest } from './no-request.js'

const openPlay = Symbol.for('msw-openai.open-play')
const nameRoute = Symbol.for('msw-openai.name-route')

/** Milliseconds after which a wait for the first request is reported. Test runners wait longer. */
const LONG = 2000
/** Taken at import, so that fake timers never delay the report. */
const { setTimeout: startTimer, clearTimeout: stopTimer } = globalThis

/**
 * An answer that the test sends event by event, by its methods. Each request gets a play of its
 * own; the methods of the stream control the only open play, and wait for the first request.
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
  #route = 'the route of a LiveEventStream'
  #report: ReturnType<typeof setTimeout> | undefined

  /** @throws {TypeError} When plain JavaScript gives an option. */
  constructor(...none: []) {
    checkNoOptions('Failed to create a LiveEventStream', none)
  }

  /** One play for each request so far, oldest first. */
  get plays(): ReadonlyArray<LivePlay<Event>> {
    return this.#plays
  }

  /**
   * Waits for the play of a request, by the zero-based index of the request. A retry is a request,
   * too.
   *
   * @example
   * const retry = await live.play(1)
   */
  async play(index: number): Promise<LivePlay<Event>> {
    for (;;) {
      const play = this.#plays[index]
      if (play) return play
      if (this.#plays.length === 0) this.#report ??= this.#reportLater()
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    }
  }

  /** Resolves to the first call, once there is one. */
  get opened(): Promise<Call<Event>> {
    return this.play(0).then(({ call }) => call)
  }

  /**
   * Resolves to the outcome of the call of the only open play, once the call has ended.
   *
   * @throws {TypeError} When several plays are open.
   */
  get closed(): Promise<CallOutcome> {
    return this.#only().then(({ closed }) => closed)
  }

  emit(items: Event | Cue | Iterable<Event | Cue>): Promise<void> {
    // Listed now: a writer that writes the items may throw.
    const list = listOf(items)
    const emitted = this.#only().then((play) => play.emit(list))
    // A test that does not await can read the outcome of the call.
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

  /** Begins the play of a call, for the route that answers the call. */
  [openPlay](call: Call<Event>, connection: ClientConnection): LivePlay<Event> {
    const play = new LivePlay(call, connection)
    this.#plays.push(play)
    stopTimer(this.#report)
    for (const resolve of this.#waiting.splice(0)) resolve()
    return play
  }

  /** Notes the name of the route, for messages. */
  [nameRoute](name: string): void {
    this.#route = name
  }

  /** Warns a test that waits long for the first request: its client may be out of reach. */
  #reportLater(): ReturnType<typeof setTimeout> {
    const timer = startTimer(() => {
      console.warn(`Failed to play a LiveEventStream so far: ${noRequest(this.#route)}`)
    }, LONG)
    // A browser has a number, and no process to keep alive.
    if (typeof timer === 'object') timer.unref()
    return timer
  }

  /** Waits for the first play, and gives the only open play, or else the last play. */
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

/** Notes the name of the route of a live stream, for messages; does nothing with any other answer. */
export function nameRouteOf(answer: object, name: string): void {
  if (isLive(answer)) answer[nameRoute](name)
}

function isLive(answer: object): answer is LiveEventStream<unknown> {
  return nameRoute in answer
}

/** Begins the play of a call, also of a stream of another copy of the package. */
export function beginPlay<Event>(
  live: LiveEventStream<Event>,
  call: Call<Event>,
  connection: ClientConnection,
): LivePlay<Event> {
  return live[openPlay](call, connection)
}
