import {
  EventStream,
  isEventFrame,
  raw,
  stage,
  unchecked,
  type Cue,
  type Item,
  type Stage,
} from '../../streaming/index.js'
import type { RecordedEvent } from './recorded-events.js'

/** The key of the number of a recorded event. JSON leaves it out, and the copies that a backend makes keep it. */
const NUMBER = Symbol.for('msw-openai.recorded')

/** The script of recorded events, which are sent without a check. */
export class RecordedScript extends EventStream<never> {
  constructor(readonly recorded: readonly RecordedEvent[]) {
    super()
  }

  *generate(): Generator<Cue> {
    for (const [number, { event }] of this.recorded.entries()) {
      yield unchecked({ ...event, [NUMBER]: number })
    }
  }
}

/**
 * Makes the stage that sends the events of a {@link RecordedScript} with the bytes of the recording,
 * whatever a backend has changed in them. The bytes of an event that a backend omits are sent with those of
 * the next one.
 *
 * @param rest The bytes behind the last event, in the place of the terminator; those of the endpoint unless
 * given.
 */
export function asRecorded(events: readonly RecordedEvent[], rest?: Uint8Array): Stage {
  return stage('events', () => {
    let sent = 0
    let isEnded = rest === undefined
    const end = (item: Item) => {
      isEnded = true
      return rest?.length ? { ...item, bytes: new Uint8Array(rest) } : []
    }
    return {
      take(item) {
        if (item.type === 'terminator' && rest !== undefined) return end(item)
        if (!isEventFrame(item)) return item
        const number: unknown = Reflect.get(Object(item.event), NUMBER)
        // An event of the backend itself: one before the first is in the recording, too.
        if (typeof number !== 'number') return sent === 0 ? [] : item
        const bytes = joined(events.slice(sent, number + 1))
        sent = number + 1
        return { ...item, bytes }
      },
      rest: () => (isEnded || !rest?.length ? [] : [raw(rest)]),
    }
  })
}

function joined(events: readonly RecordedEvent[]): Uint8Array {
  const length = events.reduce((sum, { bytes }) => sum + bytes.length, 0)
  // A new array: a client may transfer the bytes that it gets.
  const whole = new Uint8Array(length)
  let offset = 0
  for (const { bytes } of events) {
    whole.set(bytes, offset)
    offset += bytes.length
  }
  return whole
}
