/** Reads many streams at the same time, and reports the times of their events. A child of `pacing.ts`. */
import { once } from 'node:events'
import { answer, argument } from './child.ts'
import { openStream, RecordCounter } from './raw-client.ts'
import { quantile } from './statistics.ts'

/** The measurements, in milliseconds. */
export interface PacedReading {
  readonly events: number
  readonly took: number
  /** The lateness of events since the first one of their stream, against their pace. */
  readonly bySchedule: Lateness
  /** The lateness of events since the event before. */
  readonly byGap: Lateness
}

export interface Lateness {
  readonly p50: number
  readonly p99: number
}

const [baseURL, streams, pace] = [argument(0), Number(argument(1)), Number(argument(2))]
const start = performance.now()
const arrivals = await Promise.all(Array.from({ length: streams }, arrivalsOfOne))
const took = performance.now() - start
answer({
  events: arrivals.flat().length,
  took,
  bySchedule: lateness(([first = 0], time, index) => time - first - index * pace),
  byGap: lateness((times, time, index) => time - (times[index - 1] ?? time - pace) - pace),
} satisfies PacedReading)

/** Gives the time at which each event of one stream came. */
async function arrivalsOfOne(): Promise<number[]> {
  const times: number[] = []
  const records = new RecordCounter()
  const response = await openStream(baseURL)
  response.on('data', (bytes: Uint8Array) => {
    records.read(bytes)
    while (times.length < records.count) times.push(performance.now())
  })
  await once(response, 'end')
  // The terminator is no event.
  return times.slice(0, -1)
}

function lateness(of: (times: number[], time: number, index: number) => number): Lateness {
  const late = arrivals.flatMap((times) => times.map((time, index) => of(times, time, index)))
  return { p50: quantile(late, 0.5), p99: quantile(late, 0.99) }
}
