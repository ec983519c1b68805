import type { Abortable } from './abort-source.js'
import { forever, isPromise, type MaybePromise } from './clock.js'
import type { CutCue } from './cue.js'
import {
  END,
  endsConnection,
  isFrame,
  type End,
  type RecordFrame,
  type Failure,
  type Frame,
  type Item,
} from './frame.js'
import type { KeepAlivePlace, Pipeline } from './pipeline.js'
import { Timeline } from './timeline.js'

/** Frames that share one read. */
export interface Read {
  readonly type: 'read'
  readonly bytes: Uint8Array
  readonly frames: readonly Frame[]
}

/** The next thing that happens to the client: bytes, or the end. */
export type Act = Frame | RecordFrame | Read | CutCue | Failure | End

/** A wait before the next item. */
interface Wait {
  /** The rest of the wait, in milliseconds. */
  readonly remaining: number
  /** The promise that ends the wait early when it settles. */
  readonly until?: Promise<void>
}

/** Makes acts of the items of a pipeline: waits for pauses, joins reads, and adds keep-alive comments. */
export class Acts {
  readonly #pipeline: Pipeline
  readonly #gone: Abortable
  readonly #timeline: Timeline
  /** Milliseconds without a frame, for each keep-alive; undefined until time passes. */
  #idleTimes: Map<KeepAlivePlace, number> | undefined
  /** Items to perform before those of the pipeline. */
  readonly #queue: Item[] = []
  /** The frames of a read that is not complete. */
  #joined: Frame[] = []
  #wait: Wait | undefined
  /** True once the stream stalls. */
  isStalled = false

  /** @param gone Aborts once the client is gone. */
  constructor(pipeline: Pipeline, gone: Abortable, timeline: Timeline) {
    this.#pipeline = pipeline
    this.#gone = gone
    this.#timeline = timeline
  }

  /** True while the stream waits for the clock, and not for its script. */
  get isPaused(): boolean {
    return this.#wait !== undefined && !this.#wait.until
  }

  /** Gives the next act: at once, unless there is a wait before the act. Never throws or rejects. */
  next(): MaybePromise<Act> {
    for (;;) {
      const item = this.#queue.length > 0 ? this.#queue.shift() : this.#take()
      if (isPromise(item)) return item.then(() => this.next(), failure)
      if (!item) return this.#joined.length > 0 ? this.#read() : END

      const act = this.#perform(item)
      if (act) return act
    }
  }

  /** Takes the next item of the pipeline, or gives the promise of a wait. */
  #take(): Item | Promise<void> | undefined {
    if (!this.#wait) {
      const item = this.#pipeline.take()
      if (!isPromise(item)) return item
      this.#timeline.ask()
      this.#wait = { remaining: Infinity, until: item }
    }
    return this.#passTime(this.#wait)
  }

  #perform(item: Item): Act | undefined {
    if (isFrame(item)) return this.#join(item)
    if (item.type === 'pause')
      return void (this.#wait = item.ms > 0 ? { remaining: item.ms } : undefined)
    // A client that is gone gets no read, but a failure of its script has to be reported.
    if (endsConnection(item) && this.#joined.length > 0 && !this.#gone.aborted) {
      this.#queue.unshift(item)
      return this.#read()
    }
    if (item.type !== 'stall') return item

    this.isStalled = true
    this.#wait = { remaining: Infinity }
    return undefined
  }

  /** Gives a frame, or the whole read that the frame completes; undefined while the read goes on. */
  #join(frame: Frame): Frame | Read | undefined {
    this.#idleTimes?.clear()
    if (!frame.joined && this.#joined.length === 0) return frame

    this.#joined.push(frame)
    return frame.joined ? undefined : this.#read()
  }

  #read(): Read {
    const frames = this.#joined
    this.#joined = []
    return { type: 'read', bytes: concat(frames.map(({ bytes }) => bytes)), frames }
  }

  /** Waits until a wait ends, or until the next comment of a keep-alive is due. */
  async #passTime({ remaining, until }: Wait): Promise<void> {
    const [place, due] = this.#nextComment()
    if (!place || due > remaining) {
      await (until ?? this.#pause(remaining))
      this.#addIdleTime(until ? 0 : remaining)
      return this.#endWait(until)
    }

    let isEarly = false
    const early = until?.then(() => {
      isEarly = true
    })
    await this.#timeline.wait(due, this.#gone, early)
    if (isEarly) return this.#endWait(until)

    this.#addIdleTime(due).set(place, 0)
    this.#wait =
      remaining === due ? undefined : { remaining: remaining - due, ...(until && { until }) }
    this.#queue.push(...this.#pipeline.commentOf(place))
  }

  #pause(ms: number): Promise<void> {
    return ms === Infinity ? forever(this.#gone) : this.#timeline.wait(ms, this.#gone)
  }

  #endWait(until: Promise<void> | undefined): void {
    if (until) this.#timeline.arrive()
    this.#wait = undefined
  }

  /** Finds the keep-alive whose comment is due first, and the milliseconds until then. */
  #nextComment(): [place: KeepAlivePlace | undefined, due: number] {
    let first: KeepAlivePlace | undefined
    let due = Infinity
    for (const place of this.#pipeline.keepAlives) {
      const remaining = place.ms - (this.#idleTimes?.get(place) ?? 0)
      if (remaining < due) [first, due] = [place, remaining]
    }
    return [first, due]
  }

  #addIdleTime(ms: number): Map<KeepAlivePlace, number> {
    const times = (this.#idleTimes ??= new Map())
    for (const place of this.#pipeline.keepAlives) times.set(place, (times.get(place) ?? 0) + ms)
    return times
  }
}

/** Joins byte arrays into one. */
export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let offset = 0
  for (const part of parts) {
    whole.set(part, offset)
    offset += part.length
  }
  return whole
}

function failure(error: unknown): Failure {
  return { type: 'broken', error }
}
