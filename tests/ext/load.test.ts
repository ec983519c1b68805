import { getEventListeners } from 'node:events'
import { chat, EventStream, pause, type Cue } from 'msw-openai'
import { createFetch } from 'msw-openai/fetch'
import { serve } from 'msw-openai/node'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { expect, it } from 'vitest'
import { macrotask } from '../../src/streaming/clock.js'
import { collectGarbage } from '../collect-garbage.js'
import { pieces } from '../pieces.js'
import { chunk, chunks, endless, Words } from '../support.js'

const OPENAI = 'https://api.openai.com/v1'
const CHAT = {
  method: 'POST',
  body: JSON.stringify({
    model: 'gpt-5',
    messages: [{ role: 'user', content: 'Hi' }],
    stream: true,
  }),
}
const MB = 2 ** 20

/** A word, and a timer that nobody sits out, without end. */
class Waiting extends EventStream<ChatCompletionChunk> {
  stopped = 0;

  override *generate(): Generator<ChatCompletionChunk | Cue, void> {
    const [first] = chunks('tick', 'tick')
    try {
      yield first
      for (;;) yield* [pause(60_000), chunk('tick')]
    } finally {
      this.stopped++
    }
  }
}

/** Ask for a chat completion, read a piece of it, wait for more, and leave. */
async function leave(fetch: typeof globalThis.fetch, baseURL: string): Promise<void> {
  const controller = new AbortController()
  const { signal } = controller
  const { body } = await fetch(`${baseURL}/chat/completions`, { ...CHAT, signal })
  const reader = body?.getReader()
  await reader?.read()
  const more = reader?.read()
  // The script runs, and yields a wait.
  for (let count = 0; count < 3; count++) await macrotask()
  controller.abort()
  await expect(more).rejects.toThrow('aborted')
}

/** Ask for one, read a piece of it, and cancel the rest. */
async function cancel(fetch: typeof globalThis.fetch, signal: AbortSignal): Promise<void> {
  const { body } = await fetch(`${OPENAI}/chat/completions`, { ...CHAT, signal })
  const reader = body?.getReader()
  await reader?.read()
  await reader?.cancel()
}

/** Measures the memory in use after garbage collection, in bytes. */
async function memory(): Promise<number> {
  await collectGarbage()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

function countTimers(): number {
  return process.getActiveResourcesInfo().filter((type) => type === 'Timeout').length
}

it('keeps nothing of 2,000 streams whose clients disconnect', async () => {
  const { signal } = new AbortController()
  const script = new Waiting()
  const create = chat.completions.create(script)
  const fetch = createFetch([create])
  const leaveMany = async (count: number) => {
    for (let index = 0; index < count; index += 2) {
      await leave(fetch, OPENAI)
      await cancel(fetch, signal)
    }
    await Promise.all(create.calls.map(({ settled }) => settled))
    create.forget()
  }
  await leaveMany(200)
  const [timers, before] = [countTimers(), await memory()]

  await leaveMany(2000)

  expect(script.stopped).toBe(2200)
  expect(getEventListeners(signal, 'abort')).toEqual([])
  // The test runner has a few of its own.
  expect(countTimers() - timers).toBeLessThan(5)
  // A stream that something holds has 15 KB.
  expect((await memory()) - before).toBeLessThan(6 * MB)
})

it('keeps nothing of 300 connections that their clients drop', async () => {
  const script = new Waiting()
  const create = chat.completions.create(script)
  await using server = await serve([create])
  const timers = countTimers()

  for (let index = 0; index < 300; index++) await leave(fetch, server.baseURL)
  const outcomes = await Promise.all(create.calls.map(({ settled }) => settled))

  expect(new Set(outcomes)).toEqual(new Set(['aborted']))
  expect(script.stopped).toBe(300)
  expect(countTimers() - timers).toBeLessThan(5)
})

it('keeps nothing of 100,000 events for a client that pauses', async () => {
  const script = new Words(Array.from({ length: 100_000 }, (_, index) => `word ${index} `))
  const create = chat.completions.create(script, { record: 'none' })
  await using server = await serve([create])
  const response = await fetch(`${server.baseURL}/chat/completions`, CHAT)
  const before = await memory()

  let read = 0
  let most = 0
  for await (const piece of pieces(response)) {
    const pauses = Math.floor(read / (2 * MB))
    read += piece.length
    if (Math.floor(read / (2 * MB)) > pauses) most = Math.max(most, await memory())
  }

  // The bytes take 18 MB, and the events several times as much.
  expect(read).toBeGreaterThan(15 * MB)
  expect(most - before).toBeLessThan(8 * MB)
  expect(create.calls[0]).toMatchObject({ sent: 100_000, events: [], outcome: 'completed' })
})

it('keeps the last events, as many as `record` says', async () => {
  const script = new Words(['a', 'b', 'c', 'd'])
  const create = chat.completions.create(script, { record: 2 })

  await (await createFetch([create])(`${OPENAI}/chat/completions`, CHAT)).text()

  expect(create.calls[0]).toMatchObject({ sent: 4, events: [...script].slice(2) })
})

it('stops a script without end whose client pauses, and then leaves', async () => {
  const script = new Words(endless())
  const create = chat.completions.create(script, { record: 'none' })
  await using server = await serve([create])
  const controller = new AbortController()
  const { signal } = controller
  await fetch(`${server.baseURL}/chat/completions`, { ...CHAT, signal })

  // As much as the sockets take, and no more.
  let said = -1
  await expect.poll(() => said === script.said || void (said = script.said)).toBe(true)
  controller.abort()

  await expect(create.calls[0]?.settled).resolves.toBe('aborted')
  expect(script.stopped).toBe(true)
})
