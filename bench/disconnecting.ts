/** Measures clients that disconnect from streams without an end: the scripts that stop, and the memory that stays. */
import { getEventListeners } from 'node:events'
import { chat } from 'msw-openai'
import { createFetch } from 'msw-openai/fetch'
import { serve } from 'msw-openai/node'
import { Endless } from './endless.ts'
import { report } from './report.ts'
import { settledMemory } from './settled-memory.ts'
import { abort, breakLoop, cancelUnder, type Disconnect } from './ways-to-disconnect.ts'

const LIMIT = 2
const MB = 2 ** 20
const { signal } = new AbortController()
const script = new Endless()
const route = chat.completions.create(script)

const ownFetch = createFetch([route])
const inProcess = [abort, cancelUnder(signal), breakLoop].map(
  (disconnect) => () => disconnect(ownFetch, 'https://api.openai.com/v1'),
)
await disconnecting('fetch: clients that disconnect from 10,000 streams', 10_000, inProcess)

const server = await serve([route])
// The global `fetch` keeps listeners of its own on a signal, until its requests are collected.
const overTCP = [abort, breakLoop].map(
  (disconnect: Disconnect) => () => disconnect(fetch, server.baseURL),
)
await disconnecting('serve: clients that disconnect from 500 streams', 500, overTCP)
await server.close()

type Ways = ReadonlyArray<() => Promise<void>>

async function disconnecting(name: string, count: number, ways: Ways): Promise<void> {
  await disconnectAll(count, ways)
  const before = await state()
  await disconnectAll(count, ways)
  const after = await state()
  const running = count - (after.stopped - before.stopped)
  const [timers, listeners] = [after.timers - before.timers, after.listeners]
  const grown = (after.heap - before.heap) / MB
  report({
    name,
    figure: `${running} scripts, ${timers} timers, ${listeners} listeners, ${grown.toFixed(1)} MB`,
    target: `0, < ${LIMIT} MB`,
    isMet: running + timers + listeners === 0 && grown < LIMIT,
  })
}

async function disconnectAll(count: number, ways: Ways): Promise<void> {
  for (let index = 0; index < count; index++) {
    await ways[index % ways.length]?.()
    await route.calls.at(-1)?.settled
  }
  route.forget()
}

async function state() {
  return {
    stopped: script.stopped,
    timers: process.getActiveResourcesInfo().filter((type) => type === 'Timeout').length,
    listeners: getEventListeners(signal, 'abort').length,
    heap: (await settledMemory()).heapUsed,
  }
}
