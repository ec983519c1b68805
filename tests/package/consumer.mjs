// A consumer of the packed package, in ESM.
import assert from 'node:assert/strict'
import { setupServer } from 'msw/node'
import { chat, EventStream } from 'msw-openai'
import { releaseCancel } from 'msw-openai/msw'
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

const server = setupServer(chat.completions.create(new Greeting()))
releaseCancel(server)
server.listen()
const body = { model: 'gpt-5', messages: [], stream: true }
const chunks = []
const client = new OpenAI({ apiKey: 'test' })
for await (const item of await client.chat.completions.create(body)) chunks.push(item)
server.close()

assert.deepEqual(chunks, [...new Greeting()])
console.log('ESM works')
