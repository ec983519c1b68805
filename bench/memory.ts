/**
 * A million events through `serve()` to a reader that pauses, kept by nobody: what the
 * process of the server grows by. The reader is another.
 */
import { chat, EventStream } from 'msw-openai'
import { serve } from 'msw-openai/node'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { inChild } from './child.ts'
import { chunks } from './events.ts'
import { report } from './report.ts'
import { settledMemory } from './settled-memory.ts'
import type { SlowReading } from './slow-reader.ts'

const MB = 2 ** 20
const LIMIT = 100

/** So many events, each of them new. */
class Many extends EventStream<ChatCompletionChunk> {
  count = 1_000;

  override *generate(): Generator<ChatCompletionChunk, void> {
    const [role] = chunks(3)
    if (role) for (let created = 0; created < this.count; created++) yield { ...role, created }
  }
}

const script = new Many()
const route = chat.completions.create(script, { record: 'none' })
await using server = await serve([route])
await read()

script.count = 1_000_000
const before = await settledMemory()
let peak = 0
const sampling = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss())
}, 50)
const { records } = await read()
clearInterval(sampling)
const after = await settledMemory()

const isWhole = records === script.count + 1 && route.calls.at(-1)?.sent === script.count
const grown = peak - before.rss
report({
  name: 'serve: 1,000,000 events to a slow reader',
  figure: `${isWhole ? '' : 'NOT ALL, '}+${inMB(grown)} MB at most, +${inMB(after.rss - before.rss)} MB in the end`,
  target: `< ${LIMIT} MB`,
  isMet: isWhole && grown < LIMIT * MB,
})

function read(): Promise<SlowReading> {
  return inChild<SlowReading>('slow-reader.ts', server.baseURL)
}

function inMB(bytes: number): string {
  return (bytes / MB).toFixed(0)
}
