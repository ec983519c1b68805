import { AbortSource, type Abortable } from './abort-source.js'
import { Acts, type Act } from './acts.js'
import { isPromise, macrotask, type MaybePromise } from './clock.js'
import { isAbort } from './errors.js'
import { END, type Frame } from './frame.js'
import type { Pipeline } from './pipeline.js'
import { printError } from './thrown.js'
import { Timeline, timeOfTest } from './timeline.js'

/**
 * The end of a play. *completed*: the transport has every frame. *aborted*: the client disconnected
 * before. *cut*: the connection was dropped on purpose. *broken*: the script failed, and the
 * connection was dropped.
 */
export type PlayOutcome = 'completed' | 'aborted' | 'cut' | 'broken'

/** The circumstances in which a play ended. */
export interface PlayEnd {
  /** The time of the end, in milliseconds since 1970. */
  readonly time: number
  /** True where the stream had stalled. */
  readonly isStalled: boolean
}

/** Functions that are called during a play. */
export interface PlayObserver {
  /** Called for each frame, once the transport has its bytes, with the time in milliseconds since 1970. */
  onFrame?(frame: Frame, time: number): void
  /** Called when the script or a stage has failed. Returns true where nothing else has to print the error. */
  onError?(error: unknown): boolean | void
  /** Called when the play has ended and its script has stopped. */
  onEnd?(outcome: PlayOutcome, end: PlayEnd): void
}

/** Options of a play. */
export interface PlayOptions {
  /** The signal of the request. Its abort ends the play. */
  readonly signal?: AbortSignal | undefined
  /** Functions to call during the play. */
  readonly observer?: PlayObserver | undefined
}

/** The options of a play inside this package, which also follows sources of an abort. */
export type FollowingOptions = Omit<PlayOptions, 'signal'> & {
  readonly signal?: Abortable | undefined
}

/** The parts of a play that are made for its first act. */
interface Performance {
  readonly pipeline: Pipeline
  readonly acts: Acts
}

/**
 * One performance of a script for one client. The transport asks for the next act, sends the act,
 * and calls `delivered()`. When the client disconnects, the transport calls `disconnect()`.
 */
export class Play {
  readonly #open: (gone: AbortSource) => Pipeline
  readonly #options: FollowingOptions
  readonly #gone = new AbortSource()
  readonly #timeline = new Timeline()
  #performance: Performance | undefined
  /** The act that the play waits for. */
  #coming: Promise<Act> | undefined
  /** True while the pipeline runs, and the synchronous part of the script. */
  #isAsking = false
  #stopListening = (): void => undefined
  /** True once the client has the whole stream. */
  #isComplete = false
  #isBroken = false
  #outcome: PlayOutcome | undefined

  /** @param open Makes the pipeline, whose source aborts once the client is gone. */
  constructor(open: (gone: AbortSource) => Pipeline, options: FollowingOptions = {}) {
    this.#open = open
    this.#options = options
  }

  /** True once the play has ended: nothing more is sent. */
  get isOver(): boolean {
    return this.#outcome !== undefined
  }

  /** True while the next act waits for the clock, and not for the script. */
  get isPaused(): boolean {
    return this.#performance?.acts.isPaused ?? false
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
    this.#stopListening = () => signal.removeEventListener('abort', disconnect)
  }

  /** Gives the next act: at once, unless there is a wait before the act. Never throws or rejects. */
  next(): MaybePromise<Act> {
    // A script may disconnect its own client while the script runs, and `disconnect()` asks for the
    // rest.
    if (this.isOver || this.#isAsking) return END

    this.#isAsking = true
    const act = this.#ask()
    this.#isAsking = false
    if (!isPromise(act)) return this.#reported(act)

    this.#coming = act.then((late) => {
      this.#coming = undefined
      return this.#reported(late)
    })
    return this.#coming
  }

  /** The time of the stream, in milliseconds since 1970. */
  get now(): number {
    return this.#timeline.now
  }

  /**
   * Records that the transport has performed an act.
   *
   * @param time The time, for a transport that performs many acts at once.
   */
  delivered(act: Act, time = this.now): void {
    switch (act.type) {
      case 'end':
        return this.#end('completed')
      case 'cut':
      case 'broken':
        // The client has lost its connection: a script that waits for the end of its client stops.
        this.#gone.abort()
        return this.#end(act.type)
      case 'read':
        for (const frame of act.frames) this.#deliveredFrame(frame, time)
        return
      default:
        this.#deliveredFrame(act, time)
    }
  }

  /** Ends the play because the client is gone. */
  disconnect(reason: unknown): void {
    if (this.isOver) return
    // A client that disconnects early prevents faults, which is no mistake of the test. But a
    // stream that stalls, or is complete, ends with its client, and its missed faults are reported.
    if (!this.#isComplete && !this.#performance?.acts.isStalled)
      this.#performance?.pipeline.abandon()
    // Many clients disconnect at the last frame. Where the script has ended too, no signal aborts.
    const rest = this.#isComplete && !this.#coming ? this.next() : this.#coming
    if (rest !== END || this.#isAsking) this.#gone.abort(reason)
    this.#end(this.#isComplete ? 'completed' : 'aborted')
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

    const pipeline = this.#open(this.#gone)
    this.#performance = { pipeline, acts: new Acts(pipeline, this.#gone, this.#timeline) }
    return this.#performance
  }

  /** Reports the failure in an act, where there is one, and gives the act. */
  #reported(act: Act): Act {
    if (act.type === 'broken') this.#fail(act.error)
    return act
  }

  #deliveredFrame(frame: Frame, time: number): void {
    this.#isComplete ||= frame.final ?? false
    this.#options.observer?.onFrame?.(frame, time)
    frame.delivered?.()
  }

  #end(outcome: PlayOutcome): void {
    if (this.isOver) return
    this.#outcome = outcome
    this.#stopListening()
    const end = this.#endNow()

    void this.#waitForStop(this.#stop(outcome)).then(() => {
      this.#options.observer?.onEnd?.(this.#isBroken ? 'broken' : outcome, end)
    })
  }

  #endNow(): PlayEnd {
    return {
      // While an act is awaited, the time of the stream stands still.
      time: this.#coming ? timeOfTest() : this.now,
      isStalled: this.#performance?.acts.isStalled ?? false,
    }
  }

  /** Waits for one macrotask, and no longer: a script that ignores its signal may never stop. */
  #waitForStop(stopping: Promise<void>): Promise<void> {
    const takesTime = this.#coming ?? this.#performance?.pipeline.isOpen
    return takesTime ? Promise.race([stopping, macrotask()]) : stopping
  }

  /** Stops the script, and reports the faults that never happened. */
  async #stop(outcome: PlayOutcome): Promise<void> {
    // Not at once: a script that disconnects its own client still runs, and a stage may find a
    // missed fault.
    await (outcome === 'completed' ? this.#coming : undefined)
    try {
      const stopping = this.#performance?.pipeline.stop()
      if (isPromise(stopping)) await stopping
    } catch (error) {
      this.#fail(error)
    }
    if (outcome === 'broken') return
    for (const error of this.#performance?.pipeline.missedFaults() ?? []) this.#fail(error)
  }

  #fail(error: unknown): void {
    if (isAbort(error, this.#gone)) return
    this.#isBroken = true
    if (!this.#options.observer?.onError?.(error)) printError(error)
  }
}
