import { chat, chatCompletionWriter, EventStream, everyCut, everySplit } from 'msw-openai'
import OpenAI from 'openai'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { expect, it } from 'vitest'

class Greeting extends EventStream<ChatCompletionChunk> {
  *generate(): Generator<ChatCompletionChunk> {
    const w = chatCompletionWriter()
    yield* w.text('Grüße aus Köln 👋')
    yield* w.finish()
  }
}

const { create } = chat.completions
const url = 'https://api.openai.com/v1/chat/completions'
const request = { method: 'POST', body: JSON.stringify({ model: 'gpt-5', stream: true }) }

/** The reader under test. It keeps an unfinished line for the next read. */
async function readText(fetch: typeof globalThis.fetch): Promise<string> {
  const { body } = await fetch(url, request)
  const decoder = new TextDecoder()
  let [text, unfinished] = ['', '']
  for await (const read of body!) {
    const lines = (unfinished + decoder.decode(read, { stream: true })).split('\n')
    unfinished = lines.pop() ?? ''
    for (const line of lines) {
      if (!line.startsWith('data: {')) continue
      text += JSON.parse(line.slice(6)).choices[0].delta.content ?? ''
    }
  }
  return text
}

it('reads the same text, however the network splits it', async () => {
  await everySplit(create, new Greeting(), async (fetch) => {
    expect(await readText(fetch)).toBe('Grüße aus Köln 👋')
  })
})

/** The reader of many tutorials: it decodes each read, splits it into lines, and parses each line. */
async function naiveText(fetch: typeof globalThis.fetch): Promise<string> {
  const { body } = await fetch(url, request)
  const decoder = new TextDecoder()
  let text = ''
  for await (const read of body!) {
    for (const line of decoder.decode(read).split('\n')) {
      if (!line.startsWith('data: ') || line === 'data: [DONE]') continue
      text += JSON.parse(line.slice(6)).choices[0].delta.content ?? ''
    }
  }
  return text
}

it('finds the bug of a reader that takes every read for whole lines', async () => {
  const sweep = everySplit(create, new Greeting(), async (fetch) => {
    expect(await naiveText(fetch)).toBe('Grüße aus Köln 👋')
  })

  await expect(sweep).rejects.toThrow(
    `Failed to read "Greeting" on "chat.completions.create" under 1539 of 1574 splits.
The smallest: after byte 6, inside event 0 ('data: ' | '{"id":"chatc…').
SyntaxError: Unexpected end of JSON input
To play it alone: { through: [splitAt(6)] }`,
  )
})

it('keeps what has arrived, wherever the connection drops', async () => {
  await everyCut(create, new Greeting(), async (fetch, { events, cut }) => {
    const client = new OpenAI({ apiKey: 'test', fetch })
    const stream = await client.chat.completions.create({
      model: 'gpt-5',
      messages: [{ role: 'user', content: 'Hi' }],
      stream: true,
    })

    const kept: ChatCompletionChunk[] = []
    const reading = (async () => {
      for await (const chunk of stream) kept.push(chunk)
    })()

    const failed = await reading.then(
      () => false,
      () => true,
    )
    expect(failed).toBe(cut)
    expect(kept).toEqual([...new Greeting()].slice(0, events))
  })
})
