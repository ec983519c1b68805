import { Acts, type Act } from './acts.js'
import { isPromise, macrotask, type MaybePromise } from './clock.js'
import { isAbort } from './errors.js'
import { END, type Frame } from './frame.js'
import type { Pipeline } from './pipeline.js'

/**
 * The end of a play. *completed*: every frame was handed over. *aborted*: the client left before
 * that. *cut*: the connection was dropped on purpose. *broken*: the script failed, and the connection
 * was dropped.
 */
export type PlayOutcome = 'completed' | 'aborted' | 'cut' | 'broken'

/** Follows a play. */
export interface PlayObserver {
  /** Called for each frame that was handed over to the transport. */
  onFrame?(frame: Frame): void
  /** Called when the script, or a stage, failed. The error has been printed. */
  onError?(error: unknown): void
  /** Called when the play is over, and its script stopped. */
  onEnd?(outcome: PlayOutcome): void
}

/** The options of a play. */
export interface PlayOptions {
  /** The signal of the request that is answered. */
  readonly signal?: AbortSignal | undefined
  readonly observer?: PlayObserver | undefined
}

/** The parts of a play that begin with its first act. */
interface Performance {
  readonly pipeline: Pipeline
  readonly acts: Acts
}

/**
 * One performance of a script for one client. A transport asks for the next act, sends it, and says
 * so with `delivered()`; it calls `disconnect()` when its client leaves.
 */
export class Play {
  readonly #open: (gone: AbortSignal) => Pipeline
  readonly #options: PlayOptions
  readonly #gone = new AbortController()
  #performance: Performance | undefined
  /** The act that is being waited for. */
  #coming: Promise<Act> | undefined
  /** True while the pipeline runs, and with it a script that does not wait. */
  #isAsking = false
  #unlisten = (): void => undefined
  /** True once the client has the whole stream. */
  #isWhole = false
  #isBroken = false
  #outcome: PlayOutcome | undefined

  /** @param open Opens the pipeline. Its signal aborts once the client is gone. */
  constructor(open: (gone: AbortSignal) => Pipeline, options: PlayOptions = {}) {
    this.#open = open
    this.#options = options
  }

  /** True once the play has ended, so that nothing more is to be sent. */
  get isOver(): boolean {
    return this.#outcome !== undefined
  }

  /** Ends the play when the request aborts, and calls `onAbort`. MSW 2 never cancels the body. */
  followSignal(onAbort: (reason: unknown) => void): void {
    const { signal } = this.#options
    if (!signal) return

    const disconnect = () => {
      onAbort(signal.reason)
      this.disconnect(signal.reason)
    }
    if (signal.aborted) return disconnect()
    signal.addEventListener('abort', disconnect, { once: true })
    this.#unlisten = () => signal.removeEventListener('abort', disconnect)
  }

  /** Gives the next act: at once, where the script does not wait. Never throws or rejects. */
  next(): MaybePromise<Act> {
    // A script may make its own client leave while it runs, and `disconnect()` asks for the rest.
    if (this.isOver || this.#isAsking) return END

    this.#isAsking = true
    const act = this.#ask()
    this.#isAsking = false
    if (!isPromise(act)) return this.#noted(act)

    this.#coming = act.then((late) => {
      this.#coming = undefined
      return this.#noted(late)
    })
    return this.#coming
  }

  /** Notes that the transport has performed an act. */
  delivered(act: Act): void {
    switch (act.type) {
      case 'end':
        return this.#end('completed')
      case 'cut':
      case 'broken':
        // The client has lost its connection: a script that waits for its end may stop.
        this.#gone.abort()
        return this.#end(act.type)
      case 'read':
        for (const frame of act.frames) this.#deliveredFrame(frame)
        return
      default:
        this.#deliveredFrame(act)
    }
  }

  /** Ends the play because its client is gone. */
  disconnect(reason: unknown): void {
    if (this.isOver) return
    // A client that leaves by itself keeps faults from happening, and nobody is to blame. But a stream
    // that stalls, or is complete, ends with its client, and its faults are still looked for.
    if (!this.#isWhole && !this.#performance?.acts.isStalled) this.#performance?.pipeline.abandon()
    // Many a client leaves with the last frame. Where the script has ended too, nothing is to be stopped.
    const rest = this.#isWhole && !this.#coming ? this.next() : this.#coming
    if (rest !== END || this.#isAsking) this.#gone.abort(reason)
    this.#end(this.#isWhole ? 'completed' : 'aborted')
  }

  #ask(): MaybePromise<Act> {
    try {
      return this.#perform().acts.next()
    } catch (error) {
      return { type: 'broken', error }
    }
  }

  #perform(): Performance {
    if (this.#performance) return this.#performance

    const pipeline = this.#open(this.#gone.signal)
    this.#performance = { pipeline, acts: new Acts(pipeline, this.#gone.signal) }
    return this.#performance
  }

  #noted(act: Act): Act {
    if (act.type === 'broken') this.#fail(act.error)
    return act
  }

  #deliveredFrame(frame: Frame): void {
    this.#isWhole ||= frame.final ?? false
    this.#options.observer?.onFrame?.(frame)
    frame.delivered?.()
  }

  #end(outcome: PlayOutcome): void {
    if (this.isOver) return
    this.#outcome = outcome
    this.#unlisten()

    // A script may never hear of its signal, and never stop: it is waited for no longer than this.
    void Promise.race([this.#stop(outcome), macrotask()]).then(() => {
      this.#options.observer?.onEnd?.(this.#isBroken ? 'broken' : outcome)
    })
  }

  /** Runs the `finally` of the script, and reports the faults that never happened. */
  async #stop(outcome: PlayOutcome): Promise<void> {
    // Not at once: a script that makes its own client leave is still running. A stage may find a missed fault.
    await (outcome === 'completed' ? this.#coming : undefined)
    try {
      await this.#performance?.pipeline.stop()
    } catch (error) {
      this.#fail(error)
    }
    if (outcome === 'broken') return
    for (const error of this.#performance?.pipeline.missedFaults() ?? []) this.#fail(error)
  }

  #fail(error: unknown): void {
    if (isAbort(error, this.#gone.signal)) return
    this.#isBroken = true
    print(error)
    this.#options.observer?.onError?.(error)
  }
}

/** Prints an error, or its message alone, where its cause cannot be printed. */
function print(error: unknown): void {
  try {
    console.error(error)
  } catch {
    console.error(String(error))
  }
}
