import {
  chat,
  createRoutes,
  cut,
  drop,
  inOrder,
  raw,
  responses,
  stall,
  unchecked,
  type Cue,
} from 'msw-openai'
import { groq } from 'msw-openai/dialects'
import { Linter } from 'msw-openai/lint'
import { InterruptedStreamError } from 'msw-openai/matchers'
import { encode, namedByType } from 'msw-openai/streaming'
import { expect, it } from 'vitest'
import { ask, CHAT, Scripted } from '../../routes/support.js'
import { chunk } from '../../support.js'
import { stories } from './protocols.js'
import { complaint, later, Says } from './support.js'

const create = chat.completions.create
const good = new Says('Hello there')
/** Chunks without a role, of which none finishes. */
const bad = new Scripted([chunk('Hello'), chunk(' there')])
const { endpoint } = create
/** The findings of `bad`, which the tests intend. */
const BAD = { meta: { findings: ['chat/role-first', 'chat/finish-missing'] } }

/** A route whose answers were read to the end. */
async function asked(...scripts: Array<Says | typeof bad>) {
  const route = create(inOrder(...scripts))
  for (const _ of scripts) await (await ask(route, { body: CHAT })).text()
  return route
}

it.each(Object.entries(stories))('passes a script of %s, and its events', async (_, story) => {
  expect(story).toObeyProtocol()
  expect([...story]).toObeyProtocol()
  await expect(later([...story])).toObeyProtocol()
})

it('fails for a stream that does not obey its protocol', async () => {
  expect(bad).not.toObeyProtocol()
  expect([...bad]).not.toObeyProtocol()
  expect([...bad]).not.toObeyProtocol(create)
  await expect(later(bad)).not.toObeyProtocol(create.endpoint)
  await expect(Promise.resolve([...bad])).not.toObeyProtocol()
})

it('takes events of a response without its beginning for those of a whole one', async () => {
  const [, ...rest] = stories.responses
  const bytes = rest.map((event) => encode(namedByType(event)))

  for (const stream of [rest, bytes]) {
    await expect(complaint(() => expect(stream).toObeyProtocol())).resolves.toContain(
      'in the stream of responses.create:',
    )
    expect(stream).toObeyProtocol(responses.retrieve)
  }
})

it('names the rules, the events and the values', async () => {
  await expect(complaint(() => expect(bad).toObeyProtocol())).resolves.toMatchInlineSnapshot(`
    "expect(stream).toObeyProtocol()

    There are 2 findings in the stream of chat.completions.create:
    - event 0, error chat/role-first: Choice 0 begins without a role.
        expected "assistant"
        see docs/rules.md#chatrole-first
    - the end, error chat/finish-missing: Choice 0 has no finish_reason.
        see docs/rules.md#chatfinish-missing"
  `)
})

it('shows the first findings of many', async () => {
  const fields = ['choices', 'id', 'object', 'created', 'model', 'usage', 'service_tier']
  const misfits = fields.map((field) => ({ ...chunk('a'), [field]: {} }))

  await expect(complaint(() => expect(misfits).toObeyProtocol(create))).resolves.toMatch(
    /^(?:[^]*- event \d, error stream\/schema){5}[^]*… and \d+ more$/,
  )
})

it('says of a stream that obeys what it was compared with', async () => {
  await expect(complaint(() => expect(good).not.toObeyProtocol())).resolves.toMatchInlineSnapshot(`
    "expect(stream).not.toObeyProtocol()

    Expected a finding in the stream of chat.completions.create."
  `)
})

it('lints bytes, whole and in chunks', async () => {
  const bytes = encode({ data: JSON.stringify(chunk('Hello')) })

  expect(bytes).not.toObeyProtocol()
  expect([bytes.slice(0, 9), bytes.slice(9)]).not.toObeyProtocol()
  await expect(new Response(Uint8Array.from(bytes)).body).not.toObeyProtocol()
  const text = new Response(Uint8Array.from(bytes)).body?.pipeThrough(new TextDecoderStream())
  await expect(complaint(() => expect(text).toObeyProtocol())).resolves.toContain('chat/role-first')
})

it('lints a response, and leaves it to the test', BAD, async () => {
  const response = await ask(create(good), { body: CHAT })
  await expect(response).toObeyProtocol()
  await expect(response).toObeyProtocol(create)
  expect(new Linter(endpoint).bytes(new Uint8Array(await response.arrayBuffer()))).toEqual([])

  await expect(await ask(create(bad), { body: CHAT })).not.toObeyProtocol()
})

/** The message of the matcher for a response, which fails with `.not`, too. */
async function refusal(response: Response): Promise<string> {
  const message = await complaint(() => expect(response).toObeyProtocol())
  await expect(expect(response).not.toObeyProtocol(create)).rejects.toThrow(message)
  return message
}

it('says what a response is that is no stream', async () => {
  const json = { headers: { 'content-type': 'application/json' } }
  const error = { error: { message: 'Slow down' } }

  expect(await refusal(await ask(create('Hi'), { body: { ...CHAT, stream: false } }))).toMatch(
    /^Failed to use toObeyProtocol\(\): expected a response with a stream; received a plain answer in JSON, whose object is "chat\.completion"\.\n {2}status: 200\n {2}content type: application\/json\n {2}body: \{"id":"chatcmpl.*…\nAsk with stream: true\.$/,
  )
  expect(await refusal(Response.json(error, { ...json, status: 429 }))).toBe(
    'Failed to use toObeyProtocol(): expected a response with a stream; received an error in JSON: "Slow down".\n' +
      '  status: 429\n  content type: application/json\n  body: {"error":{"message":"Slow down"}}\n' +
      'Ask with stream: true.',
  )
  expect(await refusal(new Response('<html>\u001B[2J'))).toContain(
    'received a page of HTML.\n  status: 200\n  content type: text/plain;charset=UTF-8\n  body: <html>\\u001b[2J\n',
  )
})

it('says that a response without an endpoint has no body', async () => {
  const response = new Response(null, { status: 503 })

  await expect(complaint(() => expect(response).toObeyProtocol())).resolves.toContain(
    'received nothing.\n  status: 503\n  content type: none\n',
  )
  await expect(response).not.toObeyProtocol(create)
})

it.each(['d', 'data', 'data: {"id', 'event', ': pi'])(
  'takes %j for the beginning of a stream',
  async (start) => {
    await expect(new Response(start)).not.toObeyProtocol(create)
  },
)

it('says that a body has been read already', async () => {
  const response = await ask(create(good), { body: CHAT })
  await response.text()

  await expect(complaint(() => expect(response).toObeyProtocol())).resolves.toBe(
    'Failed to use toObeyProtocol(): the body of the response has been read already. ' +
      'Expect it before, or pass a response.clone() that was made before.',
  )
})

it('says what bytes are that are no stream', async () => {
  const bytes = new TextEncoder().encode('{"error":{"message":"Slow down"}}')

  expect(() => expect(bytes).toObeyProtocol()).toThrow(
    'expected events of a known endpoint; received an error in JSON: "Slow down".',
  )
  expect(() => expect(encode({ data: '{"x":1}' })).toObeyProtocol()).toThrow(
    'expected events of a known endpoint; received the bytes "data: {\\"x\\":1}',
  )
})

it('says what bytes are that are no stream of the endpoint', async () => {
  const bytes = new TextEncoder().encode('{"error":{"message":"Slow down"}}')

  await expect(complaint(() => expect(bytes).toObeyProtocol(create))).resolves.toMatch(
    /^There is 1 finding in .*\n- the end, error stream\/empty: This is no stream, but an error in JSON: "Slow down"\.\n/m,
  )
})

it('lints a response that a fault on purpose changes', async () => {
  const route = create(good, { through: [drop(0)] })

  await expect(await ask(route, { body: CHAT })).not.toObeyProtocol()
})

it('lints the calls of a route, and one of them', BAD, async () => {
  const route = await asked(good, bad)

  await expect(route).not.toObeyProtocol()
  await expect(route.calls[0]).toObeyProtocol()
  await expect(route.calls[1]).not.toObeyProtocol()
  await expect(await asked(good, good)).toObeyProtocol()
})

it('shows the first call of a route that does not obey', BAD, async () => {
  const route = await asked(good, bad, bad)

  await expect(complaint(() => expect(route).toObeyProtocol())).resolves.toMatchInlineSnapshot(`
    "expect(route).toObeyProtocol()

    There are 2 findings in calls[1] of chat.completions.create:
    - event 0, error chat/role-first: Choice 0 begins without a role.
        expected "assistant"
        see docs/rules.md#chatrole-first
    - the end, error chat/finish-missing: Choice 0 has no finish_reason.
        see docs/rules.md#chatfinish-missing

    … and 1 more call."
  `)
})

it('fails for a route without calls, also behind .not', async () => {
  const route = create('Hi')

  await expect(complaint(() => expect(route).toObeyProtocol())).resolves.toContain(
    'The route has no calls.',
  )
  await expect(complaint(() => expect(route).not.toObeyProtocol())).resolves.toBe(
    'expect(route).not.toObeyProtocol()\n\nThe route has no calls.',
  )
})

it('passes a call with faults that are made on purpose', async () => {
  const route = create(bad, { through: [drop(0)] })
  await (await ask(route, { body: CHAT })).text()

  await expect(route).toObeyProtocol()
})

it('lints the events that a script sends without a check', () => {
  const broken = Object.assign(new Says(''), {
    *generate() {
      yield unchecked({ object: 'chat.completion.chunk' })
    },
  })

  expect(broken).not.toObeyProtocol(create)
})

/** A script that says a text, with a cue before its end. */
class Cued extends Says {
  constructor(readonly cue: Cue) {
    super('Hello there')
  }

  override *generate() {
    const events = [...super.generate()]
    yield* events.slice(0, -1)
    // A script may yield cues; that of the support has none.
    yield this.cue as never
    yield* events.slice(-1)
  }
}

it.each<[string, Cue]>([
  ['stream/json', raw('data: {oops\n\n')],
  ['stream/cut', cut()],
  ['chat/finish-missing', stall()],
])('finds %s in a script with a cue', async (rule, cue) => {
  const script = new Cued(cue)

  await expect(complaint(() => expect(script).toObeyProtocol())).resolves.toContain(rule)
  await expect(complaint(() => expect(script).toObeyProtocol(create))).resolves.toContain(rule)
  await expect(
    complaint(() => expect(Promise.resolve(script)).toObeyProtocol()),
  ).resolves.toContain(rule)
})

it('recognizes the endpoint of a script with nothing but bytes', () => {
  const { cue } = new Cued(raw(`data: ${JSON.stringify(chunk('Hello'))}\n\n`))
  const script = Object.assign(new Says(''), {
    *generate() {
      yield cue
    },
  })

  expect(script).not.toObeyProtocol()
})

it('compares a stream with the protocol of a dialect', () => {
  const usage = { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 }
  const events = [...good].map((event) =>
    event.choices[0]?.finish_reason ? { ...event, usage } : event,
  )

  expect(events).not.toObeyProtocol(create)
  expect(events).toObeyProtocol(createRoutes({ dialect: groq }).chat.completions.create)
})

it('fails with an error that ends the stream', async () => {
  const failing = later([...good], new TypeError('terminated'))

  await expect(expect(failing).toObeyProtocol()).rejects.toThrow(InterruptedStreamError)
})

it('asks for the endpoint of a stream that is of none', () => {
  expect(() => expect([]).toObeyProtocol()).toThrow(
    'Failed to use toObeyProtocol(): expected events of a known endpoint; received no events.',
  )
  expect(() => expect([{ my: 'event' }]).toObeyProtocol()).toThrow('pass its endpoint')
  expect([]).not.toObeyProtocol(create)
  expect(stories.chat).not.toObeyProtocol(responses.create)
})

it('refuses what is no stream', async () => {
  await expect(complaint(() => expect(create).toObeyProtocol())).resolves.toContain(
    'pass what it returns',
  )
  expect(() => expect(good).toObeyProtocol(Object('x'))).toThrow('expected a route')
})
