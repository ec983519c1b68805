/**
 * Costs that have to grow as the work does: the time for twice as much against the time for as much.
 * Linear costs have a ratio of 2, quadratic ones of 4.
 */
import {
  chat,
  chatCompletionWriter,
  everySplit,
  foldChatCompletion,
  inOrder,
  LiveEventStream,
  respond,
  splitAt,
  when,
} from 'msw-openai'
import { createFetch } from 'msw-openai/fetch'
import { chunks, words } from './events.ts'
import { Ready } from './ready.ts'
import { report } from './report.ts'

const URL = 'https://api.openai.com/v1/chat/completions'
const LIMIT = 3
const ROUNDS = 3
const { create } = chat.completions

/** Prepares the work of a size, and gives the function to measure. */
type Prepare = (size: number) => () => unknown

await growth('fold of chunks with logprobs: 40,000 against 20,000', 20_000, (size) => {
  const text = words(size).join('')
  const logprobs = words(size).map((token) => ({
    token,
    logprob: -1,
    bytes: null,
    top_logprobs: [],
  }))
  const writer = chatCompletionWriter()
  const events = [...writer.text(text, { by: words(size), logprobs }), ...writer.finish()]
  return () => foldChatCompletion(events)
})
await growth('record: the last half of 40,000 events', 20_000, (size) => {
  const route = create(new Ready(chunks(size)), { record: size / 2 })
  return () => ask(createFetch([route]), {})
})
await growth('when(): a body of 8 MB that matches', 4_000_000, (size) => {
  const messages = [{ role: 'user', content: 'x'.repeat(size) }]
  const route = create([when({ messages } as never, 'Hello')])
  return () => ask(createFetch([route]), { messages })
})
await growth('when(): a body of 20,000 messages that differs in the last', 10_000, (size) => {
  const messages = Array.from({ length: size }, () => ({ role: 'user', content: 'Hello?' }))
  const other = messages.with(size - 1, { role: 'user', content: 'Hi' })
  const route = create([when({ messages: other } as never, 'Hello'), when({}, 'Pardon?')])
  return () => ask(createFetch([route]), { messages })
})
await growth('emit() of 64,000 events', 32_000, (size) => {
  const events = chunks(size)
  return async () => {
    const live = new LiveEventStream()
    const read = ask(createFetch([create(live as never, { record: 'none' })]), {})
    await live.emit(events)
    await live.end()
    await read
  }
})
await growth('splitAt() at 200,000 positions', 100_000, (size) => {
  const [role] = chunks(3)
  const [choice] = role?.choices ?? []
  const event = { ...role, choices: [{ ...choice, delta: { content: 'x'.repeat(size) } }] }
  const positions = Array.from({ length: size }, (_, index) => index + 1)
  const through = [splitAt(positions)]
  return () => respond(create, new Ready([event as never]), { through }).text()
})
await growth('everySplit() of a stream of 120,000 bytes', 60_000, (size) => {
  const script = new Ready(chunks(Math.round(size / 200)))
  const options = { positions: 20, random: { runs: 2 }, timeout: 60_000 }
  return () => everySplit(create, script, async (fetch) => void (await ask(fetch, {})), options)
})
await growth('retries: 2,000 requests, and then a retry of each', 1_000, (size) => {
  const route = create(inOrder.forever('Hello'))
  const fetch = createFetch([route])
  return async () => {
    route.forget()
    for (const retry of ['0', '1']) {
      for (let index = 0; index < size; index++) {
        const content = `${'x'.repeat(1000)}${index}`
        await ask(fetch, { stream: false, messages: [{ role: 'user', content }] }, retry)
      }
    }
  }
})

async function growth(name: string, size: number, prepare: Prepare): Promise<void> {
  const [less, more] = [prepare(size), prepare(2 * size)]
  const times: Array<[number, number]> = []
  for (let round = 0; round <= ROUNDS; round++) times.push([await took(less), await took(more)])
  // The first round warms up. The fastest of the others is the least disturbed.
  const [once, twice] = [0, 1].map((side) =>
    Math.min(...times.slice(1).map((pair) => pair[side] ?? 0)),
  )
  const ratio = (twice ?? NaN) / (once ?? NaN)
  report({
    name,
    figure: `${ratio.toFixed(2)}  (${Math.round(twice ?? NaN)} ms)`,
    target: `< ${LIMIT}`,
    isMet: ratio < LIMIT,
  })
}

async function took(run: () => unknown): Promise<number> {
  globalThis.gc?.()
  const start = performance.now()
  await run()
  return performance.now() - start
}

/** Asks for a chat completion, and reads all of it. */
async function ask(fetch: typeof globalThis.fetch, more: object, retry = '0'): Promise<string> {
  const headers = { 'content-type': 'application/json', 'x-stainless-retry-count': retry }
  const body = JSON.stringify({
    model: 'gpt-5',
    messages: [{ role: 'user', content: 'Hi' }],
    stream: true,
    ...more,
  })
  return (await fetch(URL, { method: 'POST', headers, body })).text()
}
