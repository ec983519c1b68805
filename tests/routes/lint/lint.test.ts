import { lint, protocolRules, type LintRule } from 'msw-openai/lint'
import { chat, createRoute, embeddings } from 'msw-openai/routes'
import {
  AsyncEventStream,
  comment,
  cut,
  EventStream,
  pause,
  raw,
  stall,
  StreamError,
  unchecked,
  unnamed,
  type Cue,
} from 'msw-openai/streaming'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { chatCompletionWriter } from 'msw-openai'
import { chatCases, text } from '../chat-completions/chat-cases.js'
import { Scripted } from '../support.js'
import { bytesOf, failing, sse } from './rule-case.js'

const { create } = chat.completions
const wrong = String(chatCases['chat/same-model']?.wrong)
/** The same stream as events. */
const events: ChatCompletionChunk[] = wrong
  .split('\n\n')
  .filter((record) => record.startsWith('data: {'))
  .map((record) => JSON.parse(record.slice('data: '.length)))
const found = [expect.objectContaining({ rule: 'chat/same-model', index: 1 })]

class Greeting extends EventStream<ChatCompletionChunk> {
  override *generate(): Generator<ChatCompletionChunk | Cue> {
    const w = chatCompletionWriter()
    yield comment('ping')
    yield* w.text('Hello there')
    yield* w.finish()
  }
}

class Changing extends AsyncEventStream<ChatCompletionChunk> {
  override async *generate(): AsyncGenerator<ChatCompletionChunk> {
    yield* events
  }
}

function* ofEvents() {
  yield* events
}

async function* ofBytes() {
  yield bytesOf(wrong.slice(0, 50))
  yield bytesOf(wrong.slice(50))
}

/** Makes a stream of text in pieces. */
function textsOf(...pieces: string[]): ReadableStream<string> {
  return new ReadableStream({
    pull(controller) {
      const piece = pieces.shift()
      if (piece === undefined) controller.close()
      else controller.enqueue(piece)
    },
  })
}

it.each([
  ['a script', new Scripted(events)],
  ['an async script', new Changing()],
  ['an array of events', events],
  ['an iterable of events', ofEvents()],
  ['bytes', bytesOf(wrong)],
  ['an ArrayBuffer', Uint8Array.from(bytesOf(wrong)).buffer],
  ['an array of bytes', [bytesOf(wrong.slice(0, 9)), bytesOf(wrong.slice(9))]],
  ['an async iterable of bytes', ofBytes()],
  ['a ReadableStream', new Blob([wrong]).stream()],
  ['a ReadableStream of text', textsOf(wrong.slice(0, 9), wrong.slice(9))],
  ['a Response', new Response(wrong, { headers: { 'content-type': 'text/event-stream' } })],
  ['a promise of events', Promise.resolve(events)],
])('lints %s', async (_, source) => {
  expect(await lint(create, source)).toEqual(found)
})

it.each([
  ['a route factory', create],
  ['a route', create('Hello there')],
  ['an endpoint', create.endpoint],
])('takes %s for an endpoint', async (_, target) => {
  expect(await lint(target, events)).toEqual(found)
})

it('finds nothing in a script of a writer, whose cues are omitted', async () => {
  expect(await lint(create, new Greeting())).toEqual([])
})

it('reads the events inside unchecked()', async () => {
  class Wrong extends EventStream<ChatCompletionChunk> {
    override *generate(): Generator<Cue> {
      yield unchecked({ id: 7 })
    }
  }

  expect(await lint(create, new Wrong())).toMatchObject([{ rule: 'stream/schema', index: 0 }])
})

/** A script of a greeting, with cues or events before its end. */
class Cued extends EventStream<ChatCompletionChunk> {
  constructor(readonly cues: ReadonlyArray<ChatCompletionChunk | Cue>) {
    super()
  }

  override *generate(): Generator<ChatCompletionChunk | Cue> {
    const w = chatCompletionWriter()
    yield* w.text('Hello there')
    yield* this.cues
    yield* w.finish()
  }
}

class CuedLater extends AsyncEventStream<ChatCompletionChunk> {
  constructor(readonly cues: ReadonlyArray<ChatCompletionChunk | Cue>) {
    super()
  }

  override async *generate(): AsyncGenerator<ChatCompletionChunk | Cue> {
    yield* new Cued(this.cues).generate()
  }
}

it.each<[string, ...Cue[]]>([
  ['stream/json', raw('data: {oops\n\n')],
  ['stream/json', raw(bytesOf('data: {oops\n\n'))],
  ['sse/unknown-field', raw('oops: 1\n')],
  ['stream/terminator-once', raw('data: [DONE]\n\n')],
  ['sse/skipped-field', raw('id: 1\n'), raw('data: {}\n\n')],
])('finds %s in the bytes of raw(), as a script sends them', async (rule, ...cues) => {
  expect(await lint(create, new Cued(cues))).toContainEqual(expect.objectContaining({ rule }))
  expect(await lint(create, new CuedLater(cues))).toContainEqual(expect.objectContaining({ rule }))
})

it('finds nothing in bytes of raw() that are a comment or a part of the stream', async () => {
  const [begin, rest] = [raw('data: {"id'), raw('":7}\n\n')]

  expect(await lint(create, new Cued([raw(': ping\n\n'), comment('ping'), pause(9)]))).toEqual([])
  expect(await lint(create, new Cued([begin, rest]))).toMatchObject([
    { rule: 'stream/schema', index: 3 },
  ])
})

it('ends a script at its cut()', async () => {
  const missing = [
    {
      rule: 'stream/cut',
      message: 'The connection fails before the stream ends: the script drops it with cut().',
    },
    { rule: 'stream/terminator-missing' },
    { rule: 'chat/finish-missing' },
  ]

  expect(await lint(create, new Cued([cut()]))).toMatchObject(missing)
  expect(await lint(create, new CuedLater([cut()]))).toMatchObject(missing)
})

it('ends a script at its stall()', async () => {
  const missing = [{ rule: 'stream/terminator-missing' }, { rule: 'chat/finish-missing' }]

  expect(await lint(create, new Cued([stall()]))).toMatchObject(missing)
  expect(await lint(create, new CuedLater([stall()]))).toMatchObject(missing)
})

it('finds an event of a script that has no JSON', async () => {
  const findings = await lint(create, new Cued([unchecked(undefined)]))

  expect(findings).toMatchObject([{ rule: 'stream/schema', index: 3 }])
})

it('throws the error of a frame that fails at an event of its endpoint', async () => {
  const error = new RangeError('Out of ink')
  const wire = {
    event: z.object({ tick: z.number() }),
    frame(): never {
      throw error
    },
  }

  await expect(lint({ name: 'ticks.list', wire }, new Scripted([{ tick: 1 }]))).rejects.toBe(error)
})

it('asks for no end of a script that throws a StreamError', async () => {
  const error = new StreamError({ message: 'Overloaded' })

  expect(await lint(create, new Scripted(events.slice(0, 1), error))).toEqual([])
})

it('throws any other error of a source as it is', async () => {
  const error = new RangeError('Out of words')

  await expect(lint(create, new Scripted(events, error))).rejects.toBe(error)
  await expect(lint(create, Promise.reject(error))).rejects.toBe(error)
})

it('asks events for no terminator', async () => {
  const whole = text.split('\n\n').filter((record) => record.startsWith('data: {'))

  expect(
    await lint(
      create,
      whole.map((record) => JSON.parse(record.slice(6))),
    ),
  ).toEqual([])
})

it('finds an empty stream in a response without a body', async () => {
  const headers = { 'content-type': 'text/event-stream' }

  expect(await lint(create, new Response(null, { headers }))).toMatchObject([
    { rule: 'stream/empty' },
  ])
})

it.each([
  ['a text', 'data: [DONE]', 'a text: encode it with new TextEncoder().encode(text)'],
  ['a class', Greeting, 'the class Greeting: pass new Greeting()'],
  ['a function', ofEvents, 'the function ofEvents: call it'],
  ['undefined', undefined, 'undefined'],
  ['an object', { id: 'chatcmpl-1' }, '{ id: "chatcmpl-1" }'],
])('refuses %s as a source', async (_, source, received) => {
  // @ts-expect-error Plain JavaScript may give anything.
  await expect(lint(create, source)).rejects.toThrow(
    new TypeError(
      `Failed to lint a stream: expected a script, events, bytes, a ReadableStream or a Response; received ${received}.`,
    ),
  )
})

it('joins the halves of a character in a ReadableStream of text', async () => {
  const smile = wrong.replace('gpt-4o', 'gpt-\u{1F600}')
  const half = smile.indexOf('\uD83D') + 1

  expect(await lint(create, textsOf(smile.slice(0, half), smile.slice(half)))).toMatchObject([
    { rule: 'chat/same-model', received: 'gpt-\u{1F600}' },
  ])
  expect(await lint(create, textsOf(`${text}\uD83D`))).toMatchObject([
    { rule: 'sse/unfinished-record' },
  ])
})

const json = JSON.stringify({ object: 'chat.completion', choices: [] })

it.each([
  ['a plain answer', json, 'a plain answer in JSON, whose object is "chat.completion"'],
  ['an error', '{"error":{"message":"Slow down"}}', 'an error in JSON: "Slow down"'],
  ['a page', '<!doctype html><title>502</title>', 'a page of HTML, "502"'],
  ['a text', 'Hello there', 'a text that begins with "Hello there"'],
  ['compressed bytes', Uint8Array.of(0x1f, 0x8b, 8, 0x0a, 0x0a), 'compressed bytes (gzip)'],
])('says of %s that it is no stream', async (_, body, words) => {
  const finding = { rule: 'stream/empty', severity: 'error' }
  const message = `This is no stream, but ${words}.`
  const bytes = bytesOf(body)
  const headers = { 'content-type': 'text/event-stream' }

  expect(await lint(create, bytes)).toMatchObject([{ ...finding, message }])
  expect(await lint(create, [bytes.slice(0, 3), bytes.slice(3)])).toMatchObject([{ message }])
  const response = new Response(Uint8Array.from(bytes), { headers })
  expect(await lint(create, response)).toMatchObject([{ ...finding, message }])
})

it('says of a response with JSON that it is no stream, and of which type it is', async () => {
  const response = Response.json({ object: 'chat.completion', choices: [] })

  expect(await lint(create, response)).toMatchObject([
    { rule: 'stream/content-type', received: 'application/json' },
    { rule: 'stream/empty', message: expect.stringContaining('no stream, but a plain answer') },
  ])
})

it('finds that the connection fails inside a body that is no stream', async () => {
  expect(await lint(create, failing('{"id'))).toMatchObject([
    { rule: 'stream/cut' },
    { rule: 'stream/empty', message: expect.stringContaining('This is no stream, but a text') },
  ])
})

it('lints a stream behind its headers', async () => {
  const findings = await lint(create, bytesOf(`HTTP/1.1 200 OK\n\n${text}`))

  expect(findings).toMatchObject([{ rule: 'sse/unknown-field', received: 'HTTP/1.1 200 OK' }])
})

it('refuses a text among events', async () => {
  async function* withText() {
    yield* events
    yield 'data: [DONE]'
  }
  const refusal = new TypeError(
    'Failed to lint a stream: item 3 is a text: "data: [DONE]". Give the event itself, or bytes: new TextEncoder().encode(text).',
  )

  // @ts-expect-error Plain JavaScript may give anything.
  await expect(lint(create, [...events, 'data: [DONE]'])).rejects.toThrow(refusal)
  // @ts-expect-error Plain JavaScript may give anything.
  await expect(lint(create, withText())).rejects.toThrow(refusal)
})

it('refuses a response whose body has been read', async () => {
  const response = new Response(text)
  await response.text()

  await expect(lint(create, response)).rejects.toThrow(
    'Failed to lint a response: its body has been read already. Lint response.clone() before.',
  )
})

it('refuses a stream and a response that another reader has locked', async () => {
  const stream = new Blob([text]).stream()
  stream.getReader()
  const locked = 'another reader has locked the stream. Lint one branch of stream.tee() instead.'

  await expect(lint(create, stream)).rejects.toThrow(`Failed to lint a stream: ${locked}`)
  const response = new Response(text)
  response.body?.getReader()
  await expect(lint(create, response)).rejects.toThrow(`Failed to lint a stream: ${locked}`)
})

it('gives hundreds of thousands of findings', async () => {
  const records = 'data: no\n\n'.repeat(200_000)
  const call = {
    index: 0,
    delta: { role: 'assistant', tool_calls: Array.from({ length: 200_000 }, () => ({})) },
  }

  expect(await lint(create, bytesOf(records))).toHaveLength(200_001)
  expect(await lint(create, bytesOf(sse({ ...events[0], choices: [call] })))).not.toEqual([])
})

it.each([undefined, 'chat.completions.create', {}, null])(
  'refuses %j as an endpoint',
  async (target) => {
    // @ts-expect-error Plain JavaScript may give anything.
    await expect(lint(target, events)).rejects.toThrow(
      /^Failed to lint a stream: expected an endpoint, a route or a route factory, such as chat\.completions\.create; received /,
    )
  },
)

it('refuses an endpoint that never streams', async () => {
  await expect(lint(embeddings.create, [])).rejects.toThrow('never streams')
})

it('lints by the rules that an own endpoint declares', async () => {
  interface Tick {
    readonly tick: number
  }
  const inOrder: LintRule<Tick, { last: number }> = {
    id: 'ticks/order',
    severity: 'error',
    reason: 'A clock goes forward.',
    event: ({ event: { tick } }, { last }) =>
      tick > last ? undefined : { message: `Tick ${tick} comes after ${last}.` },
    end: ({ last }) => (last < 2 ? [{ message: 'The clock stops too early.' }] : []),
  }
  const ticks = createRoute<Tick>({
    name: 'ticks.list',
    method: 'POST',
    path: '/ticks',
    wire: { event: z.object({ tick: z.number() }), frame: unnamed, terminator: { data: '[DONE]' } },
    rules: protocolRules(
      [inOrder],
      () => ({ last: 0 }),
      (state, { tick }: Tick) => {
        state.last = tick
      },
    ),
  })

  expect(await lint(ticks, [{ tick: 1 }, { tick: 1 }])).toMatchObject([
    { rule: 'ticks/order', index: 1, message: 'Tick 1 comes after 1.' },
    { rule: 'ticks/order', index: undefined, message: 'The clock stops too early.' },
  ])
  expect(await lint(ticks, bytesOf(sse({ tick: 1 }, { tick: 2 }, '[DONE]')))).toEqual([])
})

it('finds that the connection fails before the stream ends', async () => {
  const [begin = ''] = text.split(/(?<=\n\n)/)

  expect(await lint(create, failing(begin))).toMatchObject([
    {
      rule: 'stream/cut',
      severity: 'error',
      index: undefined,
      message: 'The connection fails before the stream ends: terminated',
    },
    { rule: 'stream/terminator-missing' },
    { rule: 'chat/finish-missing' },
  ])
  expect(await lint(create, failing(text))).toEqual([])
})

it('refuses a line that no text can hold', async () => {
  const line = new Uint8Array(500_000_001)

  await expect(lint(chat.completions.create, line)).rejects.toThrow(
    new RangeError(
      'Failed to read a stream: the line at byte 0 has more than 500 MB. End each line, and each record with a blank one.',
    ),
  )
})
