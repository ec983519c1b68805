import { delay, forever, macrotask } from './clock.js'
import { BrokenScriptError } from './errors.js'
import { frameOfCue, type Direction, type Frame, type Frames } from './frame.js'

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

/** One play, in the shape that `ReadableStream` takes. */
class Performance implements UnderlyingDefaultSource<Uint8Array> {
  readonly #gone = new AbortController()
  readonly #frames: AsyncIterator<Frame | Direction>
  readonly #signal: AbortSignal | undefined
  readonly #observer: PlayObserver
  #unlisten = (): void => undefined
  /** What is on its way to the reader. */
  #turn: Promise<void> | undefined
  /** Whether the headers are on their way. */
  #opened = false
  /** Whether the client has the whole stream. */
  #delivered = false
  #broken = false
  #over = false

  constructor(open: (gone: AbortSignal) => Frames, { signal, observer = {} }: PlayOptions) {
    this.#frames = open(this.#gone.signal)[Symbol.asyncIterator]()
    this.#signal = signal
    this.#observer = observer
  }

  start(controller: ReadableStreamDefaultController<Uint8Array>): void {
    const signal = this.#signal
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
    this.#turn ??= this.#answer(controller)
    // A server sends its headers before it knows what to say, but MSW 3 sends them
    // with the first chunk: where nothing is ready at once, that is an empty one.
    if (!this.#opened) await Promise.race([this.#turn, macrotask()])
    if (!this.#opened) return this.#open(controller)
    await this.#turn
    this.#turn = undefined
  }

  cancel(reason: unknown): void {
    this.#end(this.#delivered ? 'completed' : 'aborted')
    this.#gone.abort(reason)
  }

  /** Perform what comes, up to what answers one read. */
  async #answer(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    try {
      await macrotask()
      while (!this.#over) {
        if (await this.#step(controller)) return
      }
    } catch (error) {
      this.#break(error)
      await this.#drop(controller, 'broken')
    }
  }

  /** Perform one frame or cue. Resolves to whether it answered the read. */
  async #step(controller: ReadableStreamDefaultController<Uint8Array>): Promise<boolean> {
    const { done, value: item } = await this.#frames.next()
    if (this.#over) return true
    if (done) return this.#close(controller)

    switch (item.type) {
      case 'pause':
        await delay(item.ms, this.#gone.signal)
        return false
      case 'stall':
        return forever(this.#gone.signal)
      case 'cut':
        return this.#drop(controller, 'cut')
      case 'comment':
      case 'raw':
        return this.#send(controller, frameOfCue(item))
      default:
        return this.#send(controller, item)
    }
  }

  #open(controller: ReadableStreamDefaultController<Uint8Array>): void {
    this.#opened = true
    if (!this.#over) controller.enqueue(new Uint8Array())
  }

  #send(controller: ReadableStreamDefaultController<Uint8Array>, frame: Frame): true {
    this.#opened = true
    controller.enqueue(frame.bytes)
    this.#delivered ||= frame.final ?? false
    this.#observer.onFrame?.(frame)
    return true
  }

  #close(controller: ReadableStreamDefaultController<Uint8Array>): true {
    this.#opened = true
    controller.close()
    this.#end('completed')
    return true
  }

  async #drop(
    controller: ReadableStreamDefaultController<Uint8Array>,
    outcome: 'cut' | 'broken',
  ): Promise<true> {
    if (!this.#opened) {
      this.#open(controller)
      await macrotask()
    }
    if (!this.#over) controller.error(terminated())
    this.#end(outcome)
    return true
  }

  #end(outcome: PlayOutcome): void {
    if (this.#over) return
    this.#over = true
    this.#unlisten()

    // A script may be deaf to its signal, and never stop: do not wait for it for long.
    void Promise.race([this.#stop(), macrotask()]).then(() => {
      this.#observer.onEnd?.(this.#broken ? 'broken' : outcome)
    })
  }

  /** Run the script's `finally`. */
  async #stop(): Promise<void> {
    try {
      await this.#frames.return?.()
    } catch (error) {
      this.#break(error)
    }
  }

  #break(error: unknown): void {
    if (this.#isAbort(error)) return
    this.#broken = true
    console.error(error)
    this.#observer.onError?.(error)
  }

  /** Whether `error` only says that the client is gone. */
  #isAbort(error: unknown): boolean {
    const cause = error instanceof BrokenScriptError ? error.cause : error
    const { aborted, reason } = this.#gone.signal
    return aborted && (cause === reason || (cause instanceof Error && cause.name === 'AbortError'))
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
