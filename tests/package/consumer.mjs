// A consumer of the packed package, in ESM.
import assert from 'node:assert/strict'
import { setupServer } from 'msw/node'
import { chat, createRoutes, EventStream } from 'msw-openai'
import { groq } from 'msw-openai/dialects'
import { createFetch } from 'msw-openai/fetch'
import { releaseCancel } from 'msw-openai/msw'
import { serve } from 'msw-openai/node'
import * as routes from 'msw-openai/routes'
import * as streaming from 'msw-openai/streaming'
import OpenAI from 'openai'

assert.equal(routes.chat, chat)
assert.equal(streaming.EventStream, EventStream)

class Greeting extends EventStream {
  *generate() {
    const chunk = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 0, model: 'gpt-5' }
    yield { ...chunk, choices: [{ index: 0, delta: { content: 'Hello' }, finish_reason: null }] }
  }
}

async function read(options) {
  const client = new OpenAI({ apiKey: 'test', ...options })
  const body = { model: 'gpt-5', messages: [{ role: 'user', content: 'Hi' }], stream: true }
  const chunks = []
  for await (const item of await client.chat.completions.create(body)) chunks.push(item)
  return chunks
}

const create = chat.completions.create(new Greeting())
const greeting = [...new Greeting()]

assert.deepEqual(await read({ fetch: createFetch([create]) }), greeting)

assert.equal(
  createRoutes({ dialect: groq }).chat.completions.create('Hi').info.path,
  `${groq.baseURL}/chat/completions`,
)

const server = await serve([create])
assert.deepEqual(await read({ baseURL: server.baseURL }), greeting)
await server.close()

const msw = setupServer(create)
releaseCancel(msw)
msw.listen()
assert.deepEqual(await read(), greeting)
msw.close()

console.log('ESM works')
