import type { Frame } from '../streaming/index.js'
import { RecordFrame, timeOfTest } from '../streaming/internal.js'

/** The number of events that a call keeps: all, none, or that many of the last ones. */
export type Recording = 'all' | 'none' | number

/** A frame, with its time. */
export interface SentFrame {
  readonly frame: Frame
  /** Milliseconds since the request. */
  readonly time: number
}

/** The frames that a call has sent, as far as the route records them. */
export class RecordedFrames<Event> {
  readonly #limit: number
  readonly #began = timeOfTest()
  /** The frames of the events to keep, and of up to as many earlier ones; all frames where all are kept. */
  #frames: Frame[] = []
  /** The times of the same events. */
  #timings: number[] = []
  /** The times of the frames that have no event; undefined while there are none. */
  #otherTimings: number[] | undefined
  /** The events of the frames; undefined until a test asks for them. */
  #events: Event[] | undefined
  /** The number of frames that have been read into the events. */
  #read = 0
  #firstEventAfter: number | undefined
  #endedAfter: number | undefined

  constructor(recording: Recording) {
    this.#limit = limitOf(recording)
  }

  /** Every frame, with those that have no event; undefined where the route records fewer. */
  get all(): readonly Frame[] | undefined {
    return this.#limit === Infinity ? this.#frames : undefined
  }

  /** The recorded frames, with their times. */
  get sent(): readonly SentFrame[] {
    const [timings, otherTimings] = [this.timings.values(), (this.#otherTimings ?? []).values()]
    return this.#last(this.#frames).map((frame) => {
      const { value = 0 } = (frame.type === 'event' ? timings : otherTimings).next()
      return { frame, time: value }
    })
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

  /** The time of the end, in milliseconds since the request; undefined before. */
  get endedAfter(): number | undefined {
    return this.#endedAfter
  }

  /** @param time The time of the end, in milliseconds since 1970. */
  end(time: number): void {
    this.#endedAfter = time - this.#began
  }

  /** @param time The time at which the transport got the frame, in milliseconds since 1970. */
  add(frame: Frame, time: number): void {
    const isEvent = frame.type === 'event'
    if (isEvent) this.#firstEventAfter ??= time - this.#began
    if (isEvent ? this.#limit === 0 : this.#limit < Infinity) return

    if (frame instanceof RecordFrame) frame.release()
    this.#frames.push(frame)
    if (!isEvent) return this.#addOther(time - this.#began)
    this.#timings.push(time - this.#began)
    // A list that a test has grows, as that of the timings does.
    if (this.#events) this.#readInto(this.#events)
    if (this.#frames.length > 2 * this.#limit) this.#forget()
  }

  #addOther(timing: number): void {
    // Most streams have one such frame, the terminator: V8 makes room for 17 numbers at a `push()`.
    if (this.#otherTimings) this.#otherTimings.push(timing)
    else this.#otherTimings = [timing]
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
