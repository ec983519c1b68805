import { chat, everyCut, everySplit, EventStream, responses, responseWriter } from 'msw-openai'
import OpenAI from 'openai'
import type { ResponseStreamEvent } from 'openai/resources/responses/responses'
import { expect, it } from 'vitest'
import { readAll, Words } from '../support.js'
import { streamChat } from './support.js'

const script = new Words(['Hé ', '漢 ', '🙂'])
const { endpoint } = chat.completions.create

function createClient(fetch: typeof globalThis.fetch): OpenAI {
  return new OpenAI({ apiKey: 'test', maxRetries: 0, fetch })
}

async function read(fetch: typeof globalThis.fetch) {
  return readAll(await streamChat(createClient(fetch)))
}

it('reads the whole stream under every split', async () => {
  await everySplit(endpoint, script, async (fetch) => {
    expect(await read(fetch)).toEqual({ items: [...script] })
  })
}, 30_000)

it('reads what arrives under every cut, and fails unless it is everything', async () => {
  const consumer: Parameters<typeof everyCut>[2] = async (fetch, { events, whole }) => {
    const { items, error } = await read(fetch)

    expect(items).toEqual([...script].slice(0, events))
    expect(whole || error instanceof Error).toBe(true)
  }

  await everyCut(endpoint, script, consumer, { bytes: true })
}, 30_000)

it('reads responses under every cut', async () => {
  class Greeting extends EventStream<ResponseStreamEvent> {
    override *generate(): Generator<ResponseStreamEvent> {
      const w = responseWriter()
      yield* w.message('Hé 漢 🙂')
      yield* w.completed()
    }
  }
  const all = [...new Greeting()].map(({ type }) => type)

  await everyCut(responses.create.endpoint, new Greeting(), async (fetch, { events, cut }) => {
    const { items, error } = await readAll(
      await createClient(fetch).responses.create({ model: 'gpt-5', input: 'Hi', stream: true }),
    )

    expect(items.map(({ type }) => type)).toEqual(all.slice(0, events))
    expect(error instanceof Error).toBe(cut)
  })
})
