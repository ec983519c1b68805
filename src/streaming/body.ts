import type { Act } from './acts.js'
import { defer, isPromise, macrotask, type MaybePromise } from './clock.js'
import { terminated } from './errors.js'
import { endsConnection } from './frame.js'
import type { Play } from './play.js'

/**
 * No frame, but an empty chunk. A server sends its headers before it knows what to send; MSW 3 sends
 * them with the first chunk of the body, and this can be that chunk.
 */
const HEADERS = new Uint8Array()

/** Marks the body of a play. Registered, so that the ESM and the CommonJS build know each other's bodies. */
const playKey = Symbol.for('msw-openai.play')

type Controller = ReadableStreamDefaultController<Uint8Array>

/** Makes the body of a response of a play, with one act for each read. */
export function bodyOf(play: Play): ReadableStream<Uint8Array> {
  const body = new ReadableStream(new Body(play), {
    // The script never runs ahead of its reader, and nothing is queued: a stream that errors throws
    // away its queue.
    highWaterMark: 0,
  })
  return Object.assign(body, { [playKey]: play })
}

/** Gives the play of a body, for transports that need no web stream to send it. */
export function playOf(body: ReadableStream): Play | undefined {
  return Reflect.get(body, playKey)
}

/** A play, in the shape that `ReadableStream` takes. */
class Body implements UnderlyingDefaultSource<Uint8Array> {
  readonly #play: Play
  /** The first act, where the headers had to go before it. */
  #first: MaybePromise<Act> | undefined
  /** True once the headers are on their way. */
  #hasHeaders = false

  constructor(play: Play) {
    this.#play = play
  }

  start(controller: Controller): void {
    this.#play.followSignal((reason) => controller.error(reason))
  }

  pull(controller: Controller): Promise<void> {
    return new Promise((resolve) => {
      defer(() => resolve(this.#pull(controller)))
    })
  }

  cancel(reason: unknown): void {
    this.#play.disconnect(reason)
  }

  #pull(controller: Controller): void | Promise<void> {
    if (this.#play.isOver) return

    const act = this.#first ?? this.#play.next()
    this.#first = undefined
    return isPromise(act) ? this.#pullLate(controller, act) : this.#perform(controller, act)
  }

  async #pullLate(controller: Controller, coming: Promise<Act>): Promise<void> {
    const act = this.#hasHeaders ? await coming : await Promise.race([coming, macrotask()])
    if (act) return this.#perform(controller, act)
    if (!this.#play.isOver) this.#sendHeaders(controller, coming)
  }

  #perform(controller: Controller, act: Act): void {
    // A script may make its own client leave while it runs.
    if (this.#play.isOver) return
    // A body that fails before its headers are sent would fail the whole response.
    if (endsConnection(act) && !this.#hasHeaders) return this.#sendHeaders(controller, act)

    this.#hasHeaders = true
    if (act.type === 'end') controller.close()
    else if ('bytes' in act) controller.enqueue(act.bytes)
    else controller.error(terminated())

    this.#play.delivered(act)
  }

  /** Sends the headers, and keeps the first act for the next read. */
  #sendHeaders(controller: Controller, first: MaybePromise<Act>): void {
    this.#first = first
    this.#hasHeaders = true
    controller.enqueue(HEADERS)
  }
}
