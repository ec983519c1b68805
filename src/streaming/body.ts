import { defer, macrotask } from './clock.js'
import { isPromise } from './maybe-promise.js'
import type { Act, Play } from './play.js'
import { terminated } from './terminated.js'

/**
 * No frame, but an empty chunk. A server sends its headers before it knows what to
 * say; MSW 3 sends them with the first chunk of the body, and this can be it.
 */
const HEADERS = new Uint8Array()

type Controller = ReadableStreamDefaultController<Uint8Array>

const plays = new WeakMap<ReadableStream, Play>()

/** A play as the body of a response, one act for each read. */
export function bodyOf(play: Play): ReadableStream<Uint8Array> {
  const body = new ReadableStream(new Body(play), {
    // Never run the script ahead of its reader, and queue nothing: a stream that
    // errors throws away what it has queued.
    highWaterMark: 0,
  })
  plays.set(body, play)
  return body
}

/** The play that a body is of, for transports that need no stream to send it. */
export function playOf(body: ReadableStream): Play | undefined {
  return plays.get(body)
}

/** A play, in the shape that `ReadableStream` takes. */
class Body implements UnderlyingDefaultSource<Uint8Array> {
  readonly #play: Play
  /** The first act, where the headers had to go before it. */
  #first: Promise<Act> | undefined
  /** Whether the headers are on their way. */
  #opened = false

  constructor(play: Play) {
    this.#play = play
  }

  start(controller: Controller): void {
    this.#play.attend((reason) => controller.error(reason))
  }

  pull(controller: Controller): Promise<void> {
    return new Promise((resolve) => {
      defer(() => resolve(this.#pull(controller)))
    })
  }

  cancel(reason: unknown): void {
    this.#play.leave(reason)
  }

  #pull(controller: Controller): void | Promise<void> {
    if (this.#play.over) return

    const act = this.#first ?? this.#play.next()
    this.#first = undefined
    return isPromise(act) ? this.#pullLate(controller, act) : this.#perform(controller, act)
  }

  async #pullLate(controller: Controller, coming: Promise<Act>): Promise<void> {
    const act = this.#opened ? await coming : await Promise.race([coming, macrotask()])
    if (this.#play.over) return
    if (act && (this.#opened || 'bytes' in act)) return this.#perform(controller, act)

    this.#first = coming
    this.#opened = true
    controller.enqueue(HEADERS)
  }

  #perform(controller: Controller, act: Act): void {
    this.#opened = true
    if (act.type === 'end') controller.close()
    else if ('bytes' in act) controller.enqueue(act.bytes)
    else controller.error(terminated())

    this.#play.performed(act)
  }
}
