import { delay, forever, macrotask } from './clock.js'
import type { CutCue } from './cue.js'
import type { LineEnding } from './encode.js'
import { frameOfCue, type Frame, type Frames, type Item } from './frame.js'
import { isAbort } from './is-abort.js'
import { isPromise, type MaybePromise } from './maybe-promise.js'
import { readOf, type Read } from './read.js'
import { SpelledScript } from './spelled-script.js'
import { isPreempted } from './stages/fault.js'

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

/** What the client gets next: bytes, or the end. */
export type Act = Frame | Read | CutCue | { readonly type: 'end' | 'broken' }

/** An item, or what a stage threw. */
type Playable = Item | { readonly type: 'broken'; readonly error: unknown }

type Step = IteratorResult<Playable, unknown>

/**
 * One performance of frames and cues. It knows what comes next, and waits for it; a
 * transport asks, sends it, and says so.
 */
export class Play {
  readonly #open: (gone: AbortSignal) => Frames
  readonly #options: PlayOptions
  readonly #gone = new AbortController()
  #items: AsyncIterator<Item> | undefined
  /** The frames of a read that goes on. */
  #held: Frame[] = []
  /** What ended a read, still to be performed. */
  #following: Step | undefined
  #coming: Promise<Act> | undefined
  #unlisten = (): void => undefined
  #stalled = false
  /** Whether the client has the whole stream. */
  #delivered = false
  #broken = false
  #over = false

  /** @param open Opens what is to be played. Its signal aborts once the client is gone. */
  constructor(open: (gone: AbortSignal) => Frames, options: PlayOptions = {}) {
    this.#open = open
    this.#options = options
  }

  /** Whether it has ended, so that nothing more is to be sent. */
  get over(): boolean {
    return this.#over
  }

  /** Leave when the request aborts, and tell. MSW 2 never cancels the body of one. */
  attend(onAbort: (reason: unknown) => void): void {
    const { signal } = this.#options
    if (!signal) return

    const leave = () => {
      onAbort(signal.reason)
      this.leave(signal.reason)
    }
    if (signal.aborted) return leave()
    signal.addEventListener('abort', leave, { once: true })
    this.#unlisten = () => signal.removeEventListener('abort', leave)
  }

  /** Wait as the script says, up to the next act: not at all where it says nothing. Never rejects. */
  next(): MaybePromise<Act> {
    const step = this.#step()
    if (!isPromise(step) && this.#held.length === 0) {
      if (step.done) return END
      if ('bytes' in step.value && !step.value.joined) return step.value
    }
    this.#coming = this.#arrive(step).finally(() => {
      this.#coming = undefined
    })
    return this.#coming
  }

  /** Take note that an act was performed. */
  performed(act: Act): void {
    switch (act.type) {
      case 'end':
        return this.#end('completed')
      case 'cut':
      case 'broken':
        // The client has lost its connection: a script that waits for it to be gone may stop.
        this.#gone.abort()
        return this.#end(act.type)
      case 'read':
        return act.frames.forEach((frame) => this.#sent(frame))
      default:
        this.#sent(act)
    }
  }

  /** The client is gone. */
  leave(reason: unknown): void {
    if (this.#over) return
    // Many a client leaves with the last frame. Where the script has ended as well, nobody has to stop.
    const rest = this.#delivered && !this.#coming ? this.next() : this.#coming
    if (rest !== END) this.#gone.abort(reason)
    this.#end(this.#delivered ? 'completed' : 'aborted')
  }

  #step(): MaybePromise<Step> {
    const step = this.#following
    this.#following = undefined
    if (step) return step

    try {
      this.#items ??= this.#open(this.#gone.signal)[Symbol.asyncIterator]()
      // A script that no stage stands before need not be waited for.
      if (this.#items instanceof SpelledScript) return this.#items.step()
      return this.#items.next().catch(failed)
    } catch (error) {
      return failed(error)
    }
  }

  async #arrive(first: MaybePromise<Step>): Promise<Act> {
    try {
      for (let step = await first; ; step = await this.#step()) {
        if (this.#held.length > 0 && endsRead(step)) {
          this.#following = step
          return this.#read()
        }
        const act = step.done ? END : await this.#perform(step.value)
        if (act) return act
      }
    } catch (error) {
      this.#break(error)
      return BROKEN
    }
  }

  /** Perform a direction; what the client gets comes back. */
  async #perform(item: Playable): Promise<Act | undefined> {
    const gone = this.#gone.signal
    switch (item.type) {
      case 'broken':
        throw item.error
      case 'pause':
        return void (await delay(item.ms, gone))
      case 'wait':
        return void (await delay(item.ms, gone, item.until))
      case 'stall':
        this.#stalled = true
        return forever(gone)
      case 'cut':
        return item
      case 'comment':
      case 'raw':
        return this.#join(frameOfCue(item, this.#options.lineEnding))
      default:
        return this.#join(item)
    }
  }

  /** The frame, or the whole read that it is a part of, once that is complete. */
  #join(frame: Frame): Frame | Read | undefined {
    if (!frame.joined && this.#held.length === 0) return frame

    this.#held.push(frame)
    return frame.joined ? undefined : this.#read()
  }

  #read(): Read {
    const frames = this.#held
    this.#held = []
    return readOf(frames)
  }

  #sent(frame: Frame): void {
    this.#delivered ||= frame.final ?? false
    this.#options.observer?.onFrame?.(frame)
  }

  #end(outcome: PlayOutcome): void {
    if (this.#over) return
    this.#over = true
    this.#unlisten()

    // A script may be deaf to its signal, and never stop: do not wait for it for long.
    void Promise.race([this.#stop(outcome), macrotask()]).then(() => {
      this.#options.observer?.onEnd?.(this.#broken ? 'broken' : outcome)
    })
  }

  /** Run the script's `finally`. */
  async #stop(outcome: PlayOutcome): Promise<void> {
    // A stage that waits for an event which never comes has something to say.
    if (outcome === 'completed') await this.#coming
    try {
      await this.#items?.return?.()
    } catch (error) {
      // A client that leaves on its own keeps faults from happening: nobody is to blame.
      const isExcused = outcome === 'aborted' && !this.#stalled
      if (!isExcused || !isPreempted(error)) this.#break(error)
    }
  }

  #break(error: unknown): void {
    if (isAbort(error, this.#gone.signal)) return
    this.#broken = true
    console.error(error)
    this.#options.observer?.onError?.(error)
  }
}

const END = { type: 'end' } as const
const BROKEN = { type: 'broken' } as const

function failed(error: unknown): Step {
  return { done: false, value: { type: 'broken', error } }
}

/** Whether what has been held of a read goes out before this. */
function endsRead({ done, value }: Step): boolean {
  return done === true || value.type === 'stall' || value.type === 'cut' || value.type === 'broken'
}
