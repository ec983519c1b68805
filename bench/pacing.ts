/**
 * A thousand streams at a time through `serve()`, each event 20 ms behind the one before.
 * Their readers are another process, which has as much to do as the server.
 */
import { chat, pace } from 'msw-openai'
import { serve } from 'msw-openai/node'
import { inChild } from './child.ts'
import { chunks } from './events.ts'
import type { Lateness, PacedReading } from './paced-readers.ts'
import { Ready } from './ready.ts'
import { note, report } from './report.ts'

const [STREAMS, EVENTS, PACE] = [1_000, 200, 20]

const route = chat.completions.create(new Ready(chunks(EVENTS)), { through: [pace(PACE)] })
await using server = await serve([route])
const used = process.cpuUsage()
const read = await inChild<PacedReading>('paced-readers.ts', server.baseURL, STREAMS, PACE)
const { user, system } = process.cpuUsage(used)

const completed = route.calls.filter(({ outcome }) => outcome === 'completed').length
const lost = STREAMS * EVENTS - read.events
report({
  name: `serve: ${STREAMS} streams of ${EVENTS} events, ${PACE} ms each`,
  figure: `${lost} lost, ${completed} completed`,
  target: 'none lost',
  isMet: lost === 0 && completed === STREAMS,
})
note('  events late, by the schedule of their stream', inMs(read.bySchedule))
note('  events late, by the event before', inMs(read.byGap))
note(
  '  the server was busy',
  `${Math.round((user + system) / 10 / read.took)}% of ${inSeconds(read.took)}`,
)

function inMs({ p50, p99 }: Lateness): string {
  return `p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`
}

function inSeconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}
