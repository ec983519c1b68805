// A consumer of the packed package, in CommonJS.
const assert = require('node:assert/strict')
const { setupServer } = require('msw/node')
const { chat, EventStream, StreamError, cut } = require('msw-openai')
const { createFetch } = require('msw-openai/fetch')
const { releaseCancel } = require('msw-openai/msw')
const { serve } = require('msw-openai/node')
const routes = require('msw-openai/routes')
const streaming = require('msw-openai/streaming')
const { OpenAI } = require('openai')

const chunk = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 0, model: 'gpt-5' }

class Greeting extends EventStream {
  *generate() {
    yield { ...chunk, choices: [{ index: 0, delta: { content: 'Hello' }, finish_reason: null }] }
  }
}

async function main() {
  assert.equal(routes.chat, chat)
  assert.equal(streaming.EventStream, EventStream)

  // The ESM build is another copy: each must know the other's cues and errors.
  const other = await import('msw-openai')
  class Cut extends other.EventStream {
    *generate() {
      yield* new Greeting()
      yield other.cut()
    }
  }
  class Failed extends EventStream {
    *generate() {
      yield* new Greeting()
      throw new StreamError({ message: 'Overloaded' })
    }
  }
  assert.notEqual(other.cut, cut)

  const { create } = chat.completions
  assert.deepEqual(await read(create(new Greeting())), [[...new Greeting()], undefined])
  assert.deepEqual(await read(create(new Cut())), [[...new Greeting()], 'terminated'])
  assert.deepEqual(await read(other.chat.completions.create(new Failed())), [
    [...new Greeting()],
    'Overloaded',
  ])

  // A stream of the other copy is no play to this one's server: it is sent as any body is.
  for (const route of [create(new Greeting()), other.chat.completions.create(new Greeting())]) {
    const server = await serve([route])
    assert.deepEqual(await ask({ baseURL: server.baseURL }), [[...new Greeting()], undefined])
    assert.deepEqual(await ask({ fetch: createFetch([route]) }), [[...new Greeting()], undefined])
    await server.close()
  }
  const server = await serve([other.chat.completions.create(new Cut())])
  assert.deepEqual(await ask({ baseURL: server.baseURL }), [[...new Greeting()], 'terminated'])
  await server.close()
  console.log('CommonJS works')
}

async function read(route) {
  const server = setupServer(route)
  releaseCancel(server)
  server.listen()
  const result = await ask({})
  server.close()
  return result
}

async function ask(options) {
  const client = new OpenAI({ apiKey: 'test', maxRetries: 0, ...options })
  const chunks = []
  let error
  try {
    const body = { model: 'gpt-5', messages: [], stream: true }
    for await (const item of await client.chat.completions.create(body)) chunks.push(item)
  } catch (thrown) {
    error = thrown.message
  }
  return [chunks, error]
}

main()
