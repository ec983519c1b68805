import type { Act } from './acts.js'
import { defer, isPromise, macrotask, type MaybePromise } from './clock.js'
import { terminated } from './errors.js'
import { endsConnection, type Frame } from './frame.js'
import type { Play } from './play.js'

/** Marks the body of a play. Registered, so that the ESM and the CommonJS build recognize each other's bodies. */
const playKey = Symbol.for('msw-openai.play')

type Controller = ReadableStreamDefaultController<Uint8Array>

/** Makes the body of the response to a play, with one act for each read. */
export function bodyOf(play: Play): ReadableStream<Uint8Array> {
  const body = new ReadableStream(new Body(play), {
    // The script never runs ahead of its reader, and nothing is queued: a stream that errors drops
    // its queue.
    highWaterMark: 0,
  })
  return Object.assign(body, { [playKey]: play })
}

/** Finds the play of a body, for transports that send it without a web stream. */
export function playOf(body: ReadableStream): Play | undefined {
  return Reflect.get(body, playKey)
}

/** A play as the underlying source of a `ReadableStream`. */
class Body implements UnderlyingDefaultSource<Uint8Array> {
  readonly #play: Play
  #controller!: Controller
  /** The first act, kept for the next read, where the headers had to be sent before the act. */
  #first: MaybePromise<Act> | undefined
  /** True once the headers have been sent. */
  #hasHeaders = false
  /** True while an act is on its way to a read. */
  #isPulling = false

  constructor(play: Play) {
    this.#play = play
  }

  start(controller: Controller): void {
    this.#controller = controller
    this.#play.followSignal((reason) => controller.error(reason))
  }

  /**
   * Performs the next act in a macrotask. Gives no promise, which would cost every event time: the
   * stream asks again after each chunk, as long as a read waits.
   */
  pull(): void {
    if (this.#isPulling) return
    this.#isPulling = true
    defer(this.#pull)
  }

  cancel(reason: unknown): void {
    this.#play.disconnect(reason)
  }

  // One function for all acts: every event is pulled.
  readonly #pull = (): void => {
    try {
      if (this.#play.isOver) return

      const act = this.#first ?? this.#play.next()
      this.#first = undefined
      if (isPromise(act)) this.#pullLate(act).catch(this.#fail)
      else this.#perform(act)
    } catch (error) {
      this.#fail(error)
    }
  }

  async #pullLate(coming: Promise<Act>): Promise<void> {
    const act = this.#hasHeaders ? await coming : await this.#raceHeaders(coming)
    if (act) this.#perform(act)
    else if (!this.#play.isOver) this.#sendHeaders(coming)
  }

  /** Gives an async script one macrotask to come before the headers. A pause gets none. */
  #raceHeaders(coming: Promise<Act>): Promise<Act | void> | undefined {
    return this.#play.isPaused ? undefined : Promise.race([coming, macrotask()])
  }

  /** Ends the play whose observer has thrown. */
  readonly #fail = (error: unknown): void => {
    this.#controller.error(error)
    this.#play.disconnect(error)
  }

  #perform(act: Act): void {
    // A script may disconnect its own client while the script runs.
    if (this.#play.isOver) return
    // A body that fails before its headers are sent would fail the whole response.
    if (endsConnection(act) && !this.#hasHeaders) return this.#sendHeaders(act)

    this.#hasHeaders = true
    this.#isPulling = false
    if (act.type === 'end') this.#controller.close()
    else if (endsConnection(act)) this.#controller.error(terminated())
    else this.#controller.enqueue((act as Frame).bytes)

    this.#play.delivered(act)
  }

  /**
   * Sends the headers, and keeps the first act for the next read. A real server sends its headers
   * before its first event; MSW 3 sends the headers with the first chunk of the body.
   */
  #sendHeaders(first: MaybePromise<Act>): void {
    this.#first = first
    this.#hasHeaders = true
    this.#isPulling = false
    // Bytes of its own, as for every chunk: a client may transfer them.
    this.#controller.enqueue(new Uint8Array())
  }
}
