/** Reads a stream, and pauses for 20 ms behind every MiB. A child of `memory.ts`. */
import { setTimeout } from 'node:timers/promises'
import { answer, argument } from './child.ts'
import { openStream, RecordCounter } from './raw-client.ts'

export interface SlowReading {
  readonly records: number
}

const counter = new RecordCounter()
let unpaused = 0
for await (const bytes of await openStream(argument(0))) {
  counter.read(bytes)
  unpaused += bytes.length
  if (unpaused < 2 ** 20) continue
  unpaused = 0
  await setTimeout(20)
}
answer({ records: counter.count } satisfies SlowReading)
