import {
  cutAfter,
  collect,
  encode,
  enveloped,
  namedByType,
  pace,
  unnamed,
} from 'msw-openai/streaming'
import { random } from '../../../src/streaming/internal.js'
import { createBackend } from 'msw-openai/backend'
import { createFetch } from 'msw-openai/fetch'
import {
  chat,
  responses,
  responseWriter,
  runWriter,
  chatCompletionWriter,
  completionWriter,
} from 'msw-openai/routes'
import { describe, expect, it } from 'vitest'
import { recordedEvents } from '../../../src/ext/rules/recorded-events.js'
import type { Rule, RuleAnswer } from '../../../src/ext/rules/rule.js'
import { rulesOfFile } from '../../../src/ext/rules/rules-of-file.js'
import { clientOf } from '../backend/client-of.js'
import { newThread } from '../backend/new-thread.js'
import { ruleOf } from './rule-of.js'

/** Makes rules of one rule with this answer. */
const rulesWith = (answer: RuleAnswer, more: Partial<Rule> = {}) =>
  rulesOfFile({
    fallback: 'error',
    rules: [ruleOf('recorded', { answer, ...more })],
    files: [],
    assistants: [],
    warnings: [],
  })

const recordingOf = (text: string): RuleAnswer => ({
  type: 'recording',
  bytes: new TextEncoder().encode(text),
})

const written = (records: Iterable<Parameters<typeof encode>[0]>) =>
  [...records].map((record) => new TextDecoder().decode(encode(record))).join('')

const CHAT = { model: 'gpt-5', messages: [{ role: 'user' as const, content: 'Hi' }] }
const DONE = 'data: [DONE]\n\n'

function* chatChunks() {
  const w = chatCompletionWriter({ id: 'chatcmpl-old' })
  yield* w.text('Once upon a time')
  yield* w.finish()
}

function* responseEvents() {
  const w = responseWriter({ id: 'resp_old' })
  yield* w.message('Once upon a time')
  yield* w.completed()
}

function* textChunks() {
  const w = completionWriter({ id: 'cmpl-old' })
  yield* w.text('Once upon a time')
  yield* w.finish()
}

function* runEvents() {
  const w = runWriter({ run_id: 'run_old', thread_id: 'thread_old' })
  yield* w.message('Once upon a time')
  yield* w.completed()
}

const RECORDED = {
  chat: written([...chatChunks()].map(unnamed)) + DONE,
  responses: written([...responseEvents()].map(namedByType)),
  completions: written([...textChunks()].map(unnamed)) + DONE,
  runs: written([...runEvents()].map(enveloped)) + 'event: done\ndata: [DONE]\n\n',
}

/** Asks a backend for a stream, and gives the text of its body. */
async function bodyFrom(openai: ReturnType<typeof createBackend>, path: string, body: object) {
  const response = await createFetch(openai.handlers)(`https://api.openai.com/v1${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer sk-test' },
    body: JSON.stringify({ ...body, stream: true }),
  })
  return response.text()
}

describe('a recorded stream', () => {
  it.each([
    ['chat', '/chat/completions', CHAT],
    ['chat', '/chat/completions', { ...CHAT, store: true }],
    ['completions', '/completions', { model: 'gpt-3.5-turbo-instruct', prompt: 'Hi' }],
    ['responses', '/responses', { model: 'gpt-5', input: 'Hi' }],
    ['responses', '/responses', { model: 'gpt-5', input: 'Hi', background: true }],
  ] as const)('is sent byte by byte: %s at %s', async (name, path, body) => {
    const openai = createBackend(rulesWith(recordingOf(RECORDED[name])).backend)
    expect(await bodyFrom(openai, path, body)).toBe(RECORDED[name])
    expect(openai.calls[0]).toMatchObject({ outcome: 'completed' })
    expect(openai.calls[0]?.sent).toBe(RECORDED[name].match(/^data: \{/gm)?.length)
  })

  it('is sent byte by byte as the stream of a run', async () => {
    const openai = createBackend(rulesWith(recordingOf(RECORDED.runs)).backend)
    const { assistant_id, thread_id } = await newThread(clientOf(openai))
    const body = await bodyFrom(openai, `/threads/${thread_id}/runs`, { assistant_id })
    expect(body).toBe(RECORDED.runs)
  })

  it('is sent byte by byte as the stream of a run with its thread', async () => {
    const thread = enveloped({
      event: 'thread.created',
      data: { id: 'thread_old', object: 'thread' },
    })
    const recorded = written([thread]) + RECORDED.runs
    const openai = createBackend(rulesWith(recordingOf(recorded)).backend)
    const { assistant_id } = await newThread(clientOf(openai))
    expect(await bodyFrom(openai, '/threads/runs', { assistant_id })).toBe(recorded)
  })

  it.each([
    [
      'CRLF, comments and other spaces',
      `: hi\r\n\r\nid: 7\r\ndata:{ "id" : "a", "choices": [] }\r\n\r\n${DONE}`,
    ],
    ['no terminator', 'data: {"id":"a","choices":[]}\n\n'],
    ['half a record', 'data: {"id":"a","choices":[]}\n\ndata: {"id":"a","cho'],
    ['bytes behind the terminator', `data: {"id":"a","choices":[]}\n\n${DONE}: bye\n\n`],
    ['a byte order mark', `\uFEFFdata: {"id":"a","choices":[]}\n\n${DONE}`],
    ['an error', `data: {"error":{"message":"Too much."}}\n\n`],
    ['no event', DONE],
    ['nothing', ''],
  ])('may have %s', async (_, text) => {
    const openai = createBackend(rulesWith(recordingOf(text)).backend)
    const response = await createFetch(openai.handlers)(
      'https://api.openai.com/v1/chat/completions',
      {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: 'Bearer sk-test' },
        body: JSON.stringify({ ...CHAT, stream: true }),
      },
    )
    const bytes = new Uint8Array(await response.arrayBuffer())
    expect(bytes).toEqual(new TextEncoder().encode(text))
  })

  it('is sent on routes of a test, again and again', async () => {
    const { answer } = rulesWith(recordingOf(RECORDED.chat))
    const client = clientOf({ handlers: [chat.completions.create(answer)] })
    for (const _ of [1, 2]) {
      const chunks = await collect(client.chat.completions.create({ ...CHAT, stream: true }))
      expect(chunks).toEqual([...chatChunks()])
    }
  })

  it('is folded for a request without a stream', async () => {
    const chatting = clientOf(createBackend(rulesWith(recordingOf(RECORDED.chat)).backend))
    const responding = clientOf(createBackend(rulesWith(recordingOf(RECORDED.responses)).backend))
    const { choices } = await chatting.chat.completions.create(CHAT)
    const response = await responding.responses.create({ model: 'gpt-5', input: 'Hi' })

    expect(choices[0]?.message.content).toBe('Once upon a time')
    expect(response.output_text).toBe('Once upon a time')
  })

  it('carries a polled run out', async () => {
    const client = clientOf(createBackend(rulesWith(recordingOf(RECORDED.runs)).backend))
    const { assistant_id, thread_id } = await newThread(client)
    const run = await client.beta.threads.runs.createAndPoll(thread_id, { assistant_id })
    expect(run.status).toBe('completed')
  })

  it('is counted by faults event by event', async () => {
    const through = [pace(1), cutAfter(2)]
    const { answer } = rulesWith(recordingOf(`: hi\n\n${RECORDED.responses}`), { through })
    const create = responses.create(answer)
    const client = clientOf({ handlers: [create] })
    const events: unknown[] = []
    const read = async () => {
      const stream = await client.responses.create({ model: 'gpt-5', input: 'Hi', stream: true })
      for await (const event of stream) events.push(event.type)
    }

    await expect(read()).rejects.toThrow('terminated')
    expect(events).toEqual(['response.created', 'response.in_progress'])
    expect(create.calls[0]).toMatchObject({ outcome: 'cut', sent: 2 })
    expect(create.calls[0]?.events).toEqual([...responseEvents()].slice(0, 2))
  })
})

describe('listed events', () => {
  it('are sent as they are, with the terminator of the endpoint', async () => {
    const events = [{ id: 'a', choices: [], brand_new: true }, { anything: 1 }]
    const openai = createBackend(rulesWith({ type: 'events', events }).backend)
    const body = await bodyFrom(openai, '/chat/completions', CHAT)
    expect(body).toBe(written(events.map(unnamed)) + DONE)
  })

  it('keep their ids at an endpoint that keeps them', async () => {
    const events = [...responseEvents()]
    const openai = createBackend(rulesWith({ type: 'events', events }).backend)
    const body = await bodyFrom(openai, '/responses', { model: 'gpt-5', input: 'Hi' })
    expect(body).toBe(RECORDED.responses)
  })

  it('carry a run', async () => {
    const events = [...runEvents()]
    const openai = createBackend(rulesWith({ type: 'events', events }).backend)
    const { assistant_id, thread_id } = await newThread(clientOf(openai))
    const body = await bodyFrom(openai, `/threads/${thread_id}/runs`, { assistant_id })
    expect(body).toBe(RECORDED.runs)
  })
})

it('loses no byte of any recording', () => {
  const next = random(7)
  const pieces = [
    '\n',
    '\r',
    '\r\n',
    'data: {"a":1}',
    'event: b',
    ': c',
    '{',
    '\uFEFF',
    'é',
    '\xff',
  ]
  for (let count = 0; count < 2000; count++) {
    const text = Array.from({ length: next() % 12 }, () => pieces[next() % pieces.length]).join('')
    const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0))
    const { events, rest } = recordedEvents(bytes, 'chat.completions.create')
    expect([...events, { bytes: rest }].flatMap((part) => [...part.bytes])).toEqual([...bytes])
  }
})

it('splits a recording into events whose bytes join to the recording', () => {
  const text = ': a\n\ndata: {"a":1}\n\n\n\nevent: b\rdata: {\rdata: "b":2}\r\rdata: [DONE]\n\n'
  const { events, rest } = recordedEvents(new TextEncoder().encode(text), 'responses.create')

  expect(events.map(({ event }) => event)).toEqual([{ a: 1 }, { b: 2 }])
  expect(
    [...events.map(({ bytes }) => bytes), rest]
      .map((bytes) => new TextDecoder().decode(bytes))
      .join(''),
  ).toBe(text)
})
