import type { Frame } from '../streaming/index.js'
import { timeOfTest } from '../streaming/internal.js'

/** The number of events that a call keeps: all, none, or that many of the last ones. */
export type Recording = 'all' | 'none' | number

/** The frames that a call has sent, as far as the route records them. */
export class RecordedFrames<Event> {
  readonly #limit: number
  readonly #began = timeOfTest()
  /** The frames of the events to keep, and of up to as many earlier ones; all frames where all are kept. */
  #frames: Frame[] = []
  /** The times of the same events. */
  #timings: number[] = []
  /** The events of the frames; undefined until a test asks for them. */
  #events: Event[] | undefined
  /** The number of frames that have been read into the events. */
  #read = 0
  #firstEventAfter: number | undefined

  constructor(recording: Recording) {
    this.#limit = limitOf(recording)
  }

  /** Every frame, with those that have no event; undefined where the route records fewer. */
  get all(): readonly Frame[] | undefined {
    return this.#limit === Infinity ? this.#frames : undefined
  }

  /** The events, as they were sent. */
  get events(): readonly Event[] {
    this.#events ??= []
    this.#readInto(this.#events)
    return this.#last(this.#events)
  }

  /** The time of each event, in milliseconds since the request. */
  get timings(): readonly number[] {
    return this.#last(this.#timings)
  }

  /** The time of the first event, in milliseconds since the request, whatever the route records; undefined before. */
  get firstEventAfter(): number | undefined {
    return this.#firstEventAfter
  }

  /** @param time The time at which the transport got the frame, in milliseconds since 1970. */
  add(frame: Frame, time: number): void {
    const isEvent = frame.type === 'event'
    if (isEvent) this.#firstEventAfter ??= time - this.#began
    if (isEvent ? this.#limit === 0 : this.#limit < Infinity) return

    this.#frames.push(frame)
    if (!isEvent) return
    this.#timings.push(time - this.#began)
    // A list that a test has grows, as that of the timings does.
    if (this.#events) this.#readInto(this.#events)
    if (this.#frames.length > 2 * this.#limit) this.#forget()
  }

  /** Forgets many frames at once: `shift()` moves all other frames for each one. */
  #forget(): void {
    this.#frames = this.#last(this.#frames)
    this.#timings = this.#last(this.#timings)
    this.#events &&= this.#last(this.#events)
    this.#read = this.#events?.length ?? 0
  }

  /** Adds the events of the frames that have not been read yet. */
  #readInto(events: Event[]): void {
    for (const frame of this.#frames.slice(this.#read)) {
      // A route plays scripts of its own endpoint; a frame does not know the type of its event.
      if (frame.type === 'event') events.push((frame.read?.() ?? frame.event) as Event)
    }
    this.#read = this.#frames.length
  }

  #last<Item>(items: Item[]): Item[] {
    return items.length > this.#limit ? items.slice(-this.#limit) : items
  }
}

function limitOf(recording: Recording): number {
  if (recording === 'all') return Infinity
  return recording === 'none' ? 0 : recording
}
