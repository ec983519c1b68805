import { delay, forever, type MaybePromise } from './clock.js'
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

/** Frames that share one read. */
export interface Read {
  readonly type: 'read'
  readonly bytes: Uint8Array
  readonly frames: readonly Frame[]
}

/** The next thing that happens to the client: bytes, or the end. */
export type Act = Frame | RecordFrame | Read | CutCue | Failure | End

/** Something that has to be waited for. */
interface Wait {
  /** Milliseconds that are left. */
  readonly left: number
  /** Ends the wait early. */
  readonly until?: Promise<void>
}

/** Turns the items of a pipeline into acts: waits as the cues say, joins reads, and sends keep-alive comments. */
export class Acts {
  readonly #pipeline: Pipeline
  readonly #gone: AbortSignal
  /** Milliseconds without a frame, for each keep-alive. */
  readonly #silences = new Map<KeepAlivePlace, number>()
  /** Items that come before those of the pipeline. */
  readonly #ahead: Item[] = []
  /** The frames of a read that goes on. */
  #held: Frame[] = []
  #wait: Wait | undefined
  /** True once the stream stalls. */
  isStalled = false

  /** @param gone Aborts once the client is gone. */
  constructor(pipeline: Pipeline, gone: AbortSignal) {
    this.#pipeline = pipeline
    this.#gone = gone
  }

  /** Waits up to the next act: not at all where there is nothing to wait for. Never throws or rejects. */
  next(): MaybePromise<Act> {
    for (;;) {
      const item = this.#ahead.shift() ?? (this.#wait ? undefined : this.#pipeline.take())
      if (item) {
        const act = this.#perform(item)
        if (act) return act
      } else if (this.#wait) {
        return this.#passTime(this.#wait).then(() => this.next(), failure)
      } else if (this.#pipeline.isOver) {
        return this.#held.length > 0 ? this.#read() : END
      } else {
        const until = this.#pipeline.pull()
        if (until) this.#wait = { left: Infinity, until }
      }
    }
  }

  #perform(item: Item): Act | undefined {
    if (isFrame(item)) return this.#join(item)
    if (item.type === 'pause')
      return void (this.#wait = item.ms > 0 ? { left: item.ms } : undefined)
    // A client that has left gets no read, but a failure of its script has to be reported.
    if (endsConnection(item) && this.#held.length > 0 && !this.#gone.aborted) {
      this.#ahead.unshift(item)
      return this.#read()
    }
    if (item.type !== 'stall') return item

    this.isStalled = true
    this.#wait = { left: Infinity }
    return undefined
  }

  /** Gives the frame, or the whole read that it is a part of, once that is complete. */
  #join(frame: Frame): Frame | Read | undefined {
    this.#silences.clear()
    if (!frame.joined && this.#held.length === 0) return frame

    this.#held.push(frame)
    return frame.joined ? undefined : this.#read()
  }

  #read(): Read {
    const frames = this.#held
    this.#held = []
    return { type: 'read', bytes: concat(frames.map(({ bytes }) => bytes)), frames }
  }

  /** Waits to the end of a wait, or up to the next comment of a keep-alive. */
  async #passTime({ left, until }: Wait): Promise<void> {
    const [place, due] = this.#nextComment()
    if (!place || due > left) {
      await (until ?? (left === Infinity ? forever(this.#gone) : delay(left, this.#gone)))
      this.#addSilence(until ? 0 : left)
      this.#wait = undefined
      return
    }

    let isEarly = false
    const early = until?.then(() => {
      isEarly = true
    })
    await delay(due, this.#gone, early)
    if (isEarly) {
      this.#wait = undefined
      return
    }
    this.#addSilence(due)
    this.#silences.set(place, 0)
    this.#wait = left === due ? undefined : { left: left - due, ...(until && { until }) }
    this.#ahead.push(...this.#pipeline.commentOf(place))
  }

  /** Finds the keep-alive whose comment is due first, and in how many milliseconds. */
  #nextComment(): [place: KeepAlivePlace | undefined, due: number] {
    let first: KeepAlivePlace | undefined
    let due = Infinity
    for (const place of this.#pipeline.keepAlives) {
      const left = place.ms - (this.#silences.get(place) ?? 0)
      if (left < due) [first, due] = [place, left]
    }
    return [first, due]
  }

  #addSilence(ms: number): void {
    for (const place of this.#pipeline.keepAlives) {
      this.#silences.set(place, (this.#silences.get(place) ?? 0) + ms)
    }
  }
}

/** Joins bytes. */
export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

function failure(error: unknown): Failure {
  return { type: 'broken', error }
}
