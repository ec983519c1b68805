// A consumer of the packed package, in CommonJS.
const assert = require('node:assert/strict')
const { setupServer } = require('msw/node')
const own = require('msw-openai')
const { groq } = require('msw-openai/dialects')
const { createFetch } = require('msw-openai/fetch')
const { releaseCancel } = require('msw-openai/msw')
const { serve } = require('msw-openai/node')
const routes = require('msw-openai/routes')
const streaming = require('msw-openai/streaming')
const { OpenAI } = require('openai')

const { chat, EventStream, StreamError, cut } = own
const chunk = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 0, model: 'gpt-5' }

class Greeting extends EventStream {
  *generate() {
    yield { ...chunk, choices: [{ index: 0, delta: { content: 'Hello' }, finish_reason: null }] }
  }
}

async function main() {
  assert.equal(routes.chat, chat)
  assert.equal(streaming.EventStream, EventStream)
  assert.equal(
    own.createRoutes({ dialect: groq }).chat.completions.create.endpoint.name,
    'chat.completions.create',
  )

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

  for (const [things, served] of [
    [own, other],
    [other, own],
  ]) {
    await order(things, served)
    await leave(things, served)
    await emit(things, served)
  }
  console.log('CommonJS works')
}

/** Answers of one build, on a route of the other. */
async function order(things, served) {
  const { apiError, cutAfter, deliver, inOrder, refuse, reply, when } = things
  const route = served.chat.completions.create(
    inOrder(
      deliver(new Greeting(), { through: [cutAfter(1)] }),
      deliver(new Greeting(), { through: [refuse()] }),
      apiError(404, 'Gone'),
      when({ model: 'gpt-5' }, deliver(reply({ text: 'Hello' }), { status: 201 })),
    ),
  )
  const fetch = createFetch([route])
  const [cutOff, refused, gone, replied] = [
    await ask({ fetch }),
    await ask({ fetch }),
    await ask({ fetch }),
    await ask({ fetch }),
  ]
  assert.deepEqual(cutOff, [[...new Greeting()], 'terminated'])
  assert.deepEqual(refused, [[], 'Connection error.'])
  assert.deepEqual(gone, [[], '404 Gone'])
  assert.equal(replied[0][1].choices[0].delta.content, 'Hello')
  await Promise.all(route.calls.map(({ settled }) => settled))
  assert.deepEqual(
    route.calls.map(({ outcome }) => outcome),
    ['cut', 'cut', 'replied', 'completed'],
  )
}

/** A client that disconnects before a fault: the call is aborted, and nobody is to blame. */
async function leave(things, served) {
  class Long extends served.EventStream {
    *generate() {
      for (let count = 0; count < 20; count++) yield* new Greeting()
    }
  }
  const through = [things.cutAfter(15)]
  const route = served.chat.completions.create(new Long(), { through })
  const client = new OpenAI({ apiKey: 'test', fetch: createFetch([route]) })
  const body = { model: 'gpt-5', messages: [{ role: 'user', content: 'Hi' }], stream: true }
  const stream = await client.chat.completions.create(body)
  for await (const _ of stream) stream.controller.abort()

  assert.equal(await route.calls[0].settled, 'aborted')
  assert.equal(route.calls[0].error, undefined)
}

/** A live stream of one build, with a stage of the same, on a route of the other. */
async function emit(things, served) {
  const live = new things.LiveEventStream()
  const route = served.chat.completions.create(live, { through: [things.drop(1)] })
  const reading = ask({ fetch: createFetch([route]) })
  for (let count = 0; count < 3; count++) await live.emit([...new Greeting()])

  assert.equal(route.calls[0].sent, 2)
  assert.equal(await live.end(), 'completed')
  assert.deepEqual(await reading, [[...new Greeting(), ...new Greeting()], undefined])
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
    const body = { model: 'gpt-5', messages: [{ role: 'user', content: 'Hi' }], stream: true }
    for await (const item of await client.chat.completions.create(body)) chunks.push(item)
  } catch (thrown) {
    error = thrown.message
  }
  return [chunks, error]
}

main()
