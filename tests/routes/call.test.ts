import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { expect, it } from 'vitest'
import { chat, createRoute, inOrder, responses, turn, when } from 'msw-openai/routes'
import {
  coalesce,
  encode,
  enveloped,
  EventStream,
  isEventFrame,
  namedByType,
  stage,
  swap,
  unnamed,
  type WireFormat,
} from 'msw-openai/streaming'
import { z } from 'zod'
import { chunk, chunks, Words } from '../support.js'
import { ask, CHAT } from './support.js'

const create = chat.completions.create

interface Note {
  readonly type: string
  readonly event: string
  readonly data: string[]
}
const WHOLE = { ...CHAT, stream: false }

it.each([
  [undefined, 0],
  ['0', 0],
  ['1', 1],
  ['12', 12],
  ['Infinity', 0],
  ['NaN', 0],
  ['-5', 0],
  ['1.5', 0],
  ['1e3', 0],
  ['0x10', 0],
  [' 2 ', 2],
  ['2, 2', 0],
  ['99999999999999999999', 0],
  ['two', 0],
  ['', 0],
])('counts the retries of a header %j as %d', async (header, count) => {
  const route = create('Hi')
  const headers = header === undefined ? {} : { 'x-stainless-retry-count': header }
  await ask(route, { headers, body: WHOLE })

  expect(route.calls).toMatchObject([{ retryCount: count, attempt: count + 1 }])
})

const CONTINUED = { model: 'gpt-5', input: 'Hi', previous_response_id: 'resp_0' }

/** A route that counts the requests of a conversation that the server keeps. */
function counting() {
  const turns = ['first', 'second', 'third'].map((text, index) => when(turn(index + 1), text))
  const route = responses.create(turns)
  const send = async (body: unknown, retry: string) => {
    const headers = { 'x-stainless-retry-count': retry }
    const answer = await (await ask(route, { url: '/responses', body, headers })).json()
    return answer.output?.[0].content[0].text ?? answer
  }
  return { route, send }
}

it('answers a body that is nested deep, and its retries', async () => {
  const { route, send } = counting()
  // No function that calls itself can walk through it.
  const depth = 100_000
  const deep = `${'['.repeat(depth)}${']'.repeat(depth)}`
  const body = JSON.stringify(CONTINUED).replace('{', `{"deep":${deep},`)

  expect(await send(body, '0')).toBe('first')
  // A retry takes the place of the request that it repeats.
  expect(await send(body, '1')).toBe('first')
  expect(await send(body, '0')).toBe('second')
  expect(route.calls.map(({ outcome }) => outcome)).toEqual(['replied', 'replied', 'replied'])
})

it('compares a retry with the requests before it', async () => {
  const { send } = counting()
  const [a, b] = ['a', 'b'].map((input) => ({ ...CONTINUED, input }))

  expect(await send(a, '0')).toBe('first')
  expect(await send(b, '1')).toBe('second')
  expect(await send(a, '1')).toBe('second')
  expect(await send(b, '2')).toBe('second')
  expect(await send(b, '0')).toBe('third')
})

function numbers(count: number): Words {
  return new Words(Array.from({ length: count }, (_, index) => String(index)))
}

it.each<[record: 'all' | 'none' | number, kept: number[]]>([
  ['all', [0, 1, 2, 3, 4, 5, 6]],
  ['none', []],
  [0, []],
  [1, [6]],
  [2, [5, 6]],
  [3, [4, 5, 6]],
  [7, [0, 1, 2, 3, 4, 5, 6]],
  [8, [0, 1, 2, 3, 4, 5, 6]],
])('keeps the last events of a call that records %s', async (record, kept) => {
  const all = [...numbers(7)]
  const route = create(numbers(7), { record })
  await (await ask(route)).text()
  await route.calls[0]?.settled

  expect(route.calls[0]?.sent).toBe(7)
  expect(route.calls[0]?.events).toEqual(kept.map((index) => all[index]))
})

it('keeps half of many events', { timeout: 60_000 }, async () => {
  const count = 60_000
  const route = create(numbers(count), { record: count / 2 })
  await (await ask(route)).text()

  const { events, sent } = route.calls[0] ?? {}
  expect([sent, events?.length]).toEqual([count, count / 2])
  expect(events?.[0]).toEqual(chunk(String(count / 2)))
})

it('shows the events of a call while it is under way', async () => {
  const route = create(inOrder(numbers(3)), { record: 1 })
  const response = await ask(route)
  const reader = response.body?.getReader()
  const seen = []
  for (let read = await reader?.read(); !read?.done; read = await reader?.read()) {
    seen.push(route.calls[0]?.events.map(({ choices }) => choices[0]?.delta.content))
  }

  expect(seen).toEqual([['0'], ['1'], ['2'], ['2']])
})

/** Yields one object again and again, each time with another text. */
class Reused extends EventStream<ChatCompletionChunk> {
  override *generate(): Generator<ChatCompletionChunk> {
    const event = chunk('')
    for (const { choices } of chunks('a', 'b', 'c')) {
      event.choices = event.choices.map((choice) => Object.assign(choice, choices[0]))
      yield event
    }
    event.id = 'changed'
  }
}

it.each([
  ['as it is', []],
  ['through a stage that waits for the next event', [swap(0)]],
  ['through a stage that joins reads', [coalesce(Infinity)]],
])('keeps events as they were when they were yielded, %s', async (_, through) => {
  const route = create(new Reused(), { through })
  await (await ask(route)).text()
  await route.calls[0]?.settled

  const texts = route.calls[0]?.events.map(({ id, choices }) => [id, choices[0]?.delta.content])
  expect(texts?.toSorted()).toEqual([
    ['chatcmpl-1', 'a'],
    ['chatcmpl-1', 'b'],
    ['chatcmpl-1', 'c'],
  ])
})

it('adds events to a list that a test already has', async () => {
  const route = create(new Reused())
  const reader = (await ask(route)).body?.getReader()
  const call = route.calls[0]
  const { events, timings } = call ?? {}
  while (!(await reader?.read())?.done) expect(events).toHaveLength(call?.sent ?? 0)

  expect(events).toHaveLength(3)
  expect(timings).toHaveLength(3)
})

it('keeps the event that a stage has sent in the place of another one', async () => {
  const rename = stage('rename()', () => ({
    take(item) {
      if (!isEventFrame(item)) return item
      const event = { ...chunk('z'), id: 'renamed' }
      return { ...item, event, bytes: encode(unnamed(event)) }
    },
  }))
  const route = create(new Reused(), { through: [rename] })
  await (await ask(route)).text()

  expect(route.calls[0]?.events.map(({ id }) => id)).toEqual(['renamed', 'renamed', 'renamed'])
})

it('folds events as they were when they were yielded', async () => {
  const answer = await (await ask(create(new Reused()), { body: WHOLE })).json()

  expect(answer.choices[0].message.content).toBe('abc')
})

it.each<[name: string, wire: Pick<WireFormat<Note>, 'frame' | 'lineEnding'>]>([
  ['unnamed', { frame: unnamed }],
  ['named by type', { frame: namedByType, lineEnding: '\r\n' }],
  ['enveloped', { frame: enveloped, lineEnding: '\r\n' }],
  ['framed by a function of its own', { frame: ({ data }) => ({ data: data.join() }) }],
])('keeps an event as it was when it was yielded, %s', async (_, wire) => {
  const notes = createRoute({
    name: 'notes.create',
    method: 'POST',
    path: '/chat/completions',
    wire: { event: z.custom<Note>(), ...wire },
    // A frame of its own may hold any text.
    withoutRules: ['stream/json'],
  })
  class Notes extends EventStream<Note> {
    override *generate(): Generator<Note> {
      const note = { type: 'note', event: 'note', data: ['a', 'b'] }
      yield note
      note.data.length = 0
    }
  }
  const route = notes(new Notes())
  await (await ask(route)).text()

  expect(route.calls[0]?.events).toMatchObject([{ event: 'note', data: ['a', 'b'] }])
})

it('keeps events that are no plain data as they are sent', async () => {
  const [a, c] = chunks('a', 'c')
  const event = { ...a, at: new Date(0), none: undefined }
  const odd = { ...chunk('b'), toJSON: () => c }
  class Odd extends EventStream<ChatCompletionChunk> {
    override *generate(): Generator<ChatCompletionChunk> {
      yield event
      yield odd
    }
  }
  const route = create(new Odd())
  await (await ask(route)).text()

  expect(route.calls[0]?.events).toStrictEqual([{ ...a, at: '1970-01-01T00:00:00.000Z' }, c])
})
