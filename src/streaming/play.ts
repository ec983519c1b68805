import { delay, forever, macrotask } from './clock.js'
import type { CutCue } from './cue.js'
import type { LineEnding } from './encode.js'
import { BrokenScriptError } from './errors.js'
import { frameOfCue, type Frame, type Frames, type Item } from './frame.js'

/**
 * How a play ended. *completed*: every frame was handed over. *aborted*: the client
 * left before that. *cut*: the connection was dropped on purpose. *broken*: the
 * script failed, and the connection was dropped.
 */
export type PlayOutcome = 'completed' | 'aborted' | 'cut' | 'broken'

/** Who is told of a play as it goes. */
export interface PlayObserver {
  /** A frame was handed over to the transport. */
  onFrame?(frame: Frame): void
  /** The script, or a stage, failed. The error has been printed. */
  onError?(error: unknown): void
  /** The play is over, and its script stopped. */
  onEnd?(outcome: PlayOutcome): void
}

export interface PlayOptions {
  /** The signal of the request being answered. */
  readonly signal?: AbortSignal | undefined
  readonly observer?: PlayObserver | undefined
  /** How the comments that stages insert end. */
  readonly lineEnding?: LineEnding | undefined
}

/**
 * Perform frames and cues as the body of a response, one frame for each read.
 *
 * @param open Opens what is to be played. Its signal aborts once the client is gone.
 */
export function play(
  open: (gone: AbortSignal) => Frames,
  options: PlayOptions = {},
): ReadableStream<Uint8Array> {
  return new ReadableStream(new Performance(open, options), {
    // Never run the script ahead of its reader, and queue nothing: a stream that
    // errors throws away what it has queued.
    highWaterMark: 0,
  })
}

/** What the reader gets next. */
type Act = Frame | CutCue | { readonly type: 'end' | 'broken' }

/**
 * Not a frame, but an empty chunk. A server sends its headers before it knows what
 * to say; MSW 3 sends them with the first chunk of the body, and this can be it.
 */
const HEADERS = { type: 'headers', bytes: new Uint8Array() } as const

/** One play, in the shape that `ReadableStream` takes. */
class Performance implements UnderlyingDefaultSource<Uint8Array> {
  readonly #open: (gone: AbortSignal) => Frames
  readonly #options: PlayOptions
  readonly #gone = new AbortController()
  #frames: AsyncIterator<Item> | undefined
  #coming: Promise<Act> | undefined
  #unlisten = (): void => undefined
  /** Whether the headers are on their way. */
  #opened = false
  /** Whether the client has the whole stream. */
  #delivered = false
  #broken = false
  #over = false

  constructor(open: (gone: AbortSignal) => Frames, options: PlayOptions) {
    this.#open = open
    this.#options = options
  }

  start(controller: ReadableStreamDefaultController<Uint8Array>): void {
    const { signal } = this.#options
    if (!signal) return

    // MSW 2 never cancels the body of an aborted request.
    const onAbort = () => {
      controller.error(signal.reason)
      this.cancel(signal.reason)
    }
    if (signal.aborted) return onAbort()
    signal.addEventListener('abort', onAbort, { once: true })
    this.#unlisten = () => signal.removeEventListener('abort', onAbort)
  }

  async pull(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    this.#coming ??= this.#next()
    const act = await (this.#opened ? this.#coming : this.#nextOrHeaders())
    if (this.#over) return
    if (act.type !== 'headers') this.#coming = undefined

    this.#opened = true
    this.#perform(controller, act)
  }

  cancel(reason: unknown): void {
    this.#end(this.#delivered ? 'completed' : 'aborted')
    this.#gone.abort(reason)
  }

  /** What comes first, or the headers alone where that is no frame, or not ready at once. */
  async #nextOrHeaders(): Promise<Act | typeof HEADERS> {
    const act = await Promise.race([this.#coming, macrotask()])
    return act && 'bytes' in act ? act : HEADERS
  }

  /** Wait as the script says, up to the next act. Never rejects. */
  async #next(): Promise<Act> {
    try {
      await macrotask()
      this.#frames ??= this.#open(this.#gone.signal)[Symbol.asyncIterator]()

      for (;;) {
        const { done, value: item } = await this.#frames.next()
        if (done) return { type: 'end' }
        if (item.type === 'broken') throw item.error
        if (item.type === 'pause') await delay(item.ms, this.#gone.signal)
        else if (item.type === 'stall') await forever(this.#gone.signal)
        else if (item.type === 'comment' || item.type === 'raw') {
          return frameOfCue(item, this.#options.lineEnding)
        } else return item
      }
    } catch (error) {
      this.#break(error)
      return { type: 'broken' }
    }
  }

  #perform(
    controller: ReadableStreamDefaultController<Uint8Array>,
    act: Act | typeof HEADERS,
  ): void {
    switch (act.type) {
      case 'headers':
        return controller.enqueue(act.bytes)
      case 'end':
        controller.close()
        return this.#end('completed')
      case 'cut':
      case 'broken':
        controller.error(terminated())
        this.#end(act.type)
        // The client has lost its connection: a script that waits for it to be gone may stop.
        return this.#gone.abort()
      default:
        controller.enqueue(act.bytes)
        this.#delivered ||= act.final ?? false
        this.#options.observer?.onFrame?.(act)
    }
  }

  #end(outcome: PlayOutcome): void {
    if (this.#over) return
    this.#over = true
    this.#unlisten()

    // A script may be deaf to its signal, and never stop: do not wait for it for long.
    void Promise.race([this.#stop(), macrotask()]).then(() => {
      this.#options.observer?.onEnd?.(this.#broken ? 'broken' : outcome)
    })
  }

  /** Run the script's `finally`. */
  async #stop(): Promise<void> {
    try {
      await this.#frames?.return?.()
    } catch (error) {
      this.#break(error)
    }
  }

  #break(error: unknown): void {
    if (this.#isAbort(error)) return
    this.#broken = true
    console.error(error)
    this.#options.observer?.onError?.(error)
  }

  /** Whether `error` only says that the client is gone. */
  #isAbort(error: unknown): boolean {
    const cause = error instanceof BrokenScriptError ? error.cause : error
    const { aborted, reason } = this.#gone.signal
    // By its name: it may be of another realm, as Jest's are.
    return aborted && (cause === reason || Reflect.get(Object(cause), 'name') === 'AbortError')
  }
}

/** What undici makes of a connection that drops, which is what clients have to handle. */
function terminated(): TypeError {
  const cause = Object.assign(new Error('other side closed'), {
    name: 'SocketError',
    code: 'UND_ERR_SOCKET',
  })
  return new TypeError('terminated', { cause })
}
