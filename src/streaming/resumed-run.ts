import { isPromise, type MaybePromise } from './clock.js'
import type { Cue } from './cue.js'
import { endsConnection, type End, type Item } from './frame.js'
import type { ScriptRun } from './pipeline.js'

/** The point in a script behind which a stream begins, for a client that has the events up to there. */
export interface ResumePoint<Event> {
  /** The place of the last event that the client has. */
  readonly after: number
  /** Gives the place of an event; undefined for an event without a place. Places ascend. */
  placeOf(event: Event): number | undefined
}

/**
 * One run of a script that begins behind a point. The run drops every item up to the point, and the
 * `cut()` or `stall()` that follows the point: with it ended the stream that the client resumes.
 * Dropped events are checked, too.
 */
export class ResumedRun<Event> implements ScriptRun {
  readonly #run: ScriptRun
  readonly #point: ResumePoint<Event>
  /** The place of the last event that was dropped. */
  #place = -Infinity
  /** True once an event has been sent. */
  #isSending = false

  constructor(run: ScriptRun, point: ResumePoint<Event>) {
    this.#run = run
    this.#point = point
  }

  step(): MaybePromise<Item | End> {
    for (;;) {
      const item = this.#run.step()
      if (isPromise(item)) return this.#isSending ? item : this.#stepLate(item)
      if (!this.#drops(item)) return item
    }
  }

  /** True while the script may have to be stopped. */
  get isOpen(): boolean {
    return this.#run.isOpen
  }

  stop(): MaybePromise<void> {
    return this.#run.stop()
  }

  encode(cue: Cue): Item {
    return this.#run.encode(cue)
  }

  async #stepLate(coming: MaybePromise<Item | End>): Promise<Item | End> {
    for (;;) {
      const item = await coming
      if (!this.#drops(item)) return item
      coming = this.#run.step()
    }
  }

  #drops(item: Item | End): boolean {
    if (this.#isSending) return false
    switch (item.type) {
      case 'event':
        // The script is one of this endpoint; a frame does not know the type of its event.
        return this.#dropsEvent(item.event as Event)
      case 'bytes':
      case 'pause':
        return this.#isBefore
      default:
        return item.type !== 'broken' && endsConnection(item)
    }
  }

  #dropsEvent(event: Event): boolean {
    // An event without a place is where the events around are.
    const place = this.#point.placeOf(event) ?? (this.#isBefore ? this.#place : Infinity)
    this.#place = place
    this.#isSending = place > this.#point.after
    return !this.#isSending
  }

  get #isBefore(): boolean {
    return this.#place < this.#point.after
  }
}
