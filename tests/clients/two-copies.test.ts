import * as own from 'msw-openai'
import { createFetch } from 'msw-openai/fetch'
import { serve } from 'msw-openai/node'
import { playOf } from '../../src/streaming/internal.js'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest'
import { chunk, chunks, readAll } from '../support.js'
import { createClient, useServer } from './support.js'

const server = useServer()

vi.resetModules()
/** Another copy of the package, as an app and its library have, or the ESM and the CommonJS build. */
const other: typeof own = await import('msw-openai')

/** Both ways: things of one copy on routes of the other. */
const WAYS = [
  ['of another copy on our route', other, own],
  ['of ours on a route of another copy', own, other],
] as const

beforeEach(() => {
  vi.spyOn(console, 'error').mockReturnValue()
})
afterEach(() => {
  const [first] = vi.mocked(console.error).mock.calls
  vi.restoreAllMocks()
  if (first) throw new Error('Something was printed.', { cause: first[0] })
})

/** The error of a connection that was cut; the second one is that of openai 4. */
const CUT = expect.stringMatching(/terminated|Premature close/)

const create = (copy: typeof own) => copy.chat.completions.create

/** A script of one copy. */
function wordsOf(copy: typeof own, ...texts: string[]) {
  class Words extends copy.EventStream<ChatCompletionChunk> {
    override *generate(): Generator<ChatCompletionChunk> {
      yield* chunks(...texts)
    }
  }
  return new Words()
}

/** Reads the texts of a stream, and the message of its error. */
async function read(options: Parameters<typeof createClient>[0] = {}) {
  try {
    const stream = await createClient(options).chat.completions.create({
      model: 'gpt-5',
      messages: [{ role: 'user', content: 'Hi' }],
      stream: true,
    })
    const { items, error } = await readAll(stream)
    const texts = items.map(({ choices }) => choices[0]?.delta.content ?? '')
    return error === undefined ? texts : [...texts, String(error)]
  } catch (error) {
    return [String(error)]
  }
}

it('is another copy', () => {
  expect(other.EventStream).not.toBe(own.EventStream)
  expect(other.cutAfter(1)).not.toBe(own.cutAfter(1))
  expect(other.StreamError).not.toBe(own.StreamError)
})

it.each(WAYS)('passes through stages %s', async (_, things, routes) => {
  const script = wordsOf(things, 'a', 'b', 'c')
  const through = [things.duplicate(0), things.cutAfter(3)]
  const route = create(routes)(script, { through: [...through] })
  server.use(route)

  expect(await read()).toEqual(['a', 'a', 'b', CUT])
  expect(await route.calls[0]?.settled).toBe('cut')
  expect(() => create(routes)(script, { through: [things.cutAfter as never] })).toThrow(
    'cutAfter, which has to be called',
  )
})

it.each(WAYS)(
  'ends as aborted where the client disconnects ahead of a fault, %s',
  async (_, things, routes) => {
    const route = create(routes)(wordsOf(routes, ...Array<string>(20).fill('a')), {
      through: [things.cutAfter(15), things.dropTerminator()],
    })
    server.use(route)
    const leaving = new AbortController()
    const stream = await createClient().chat.completions.create(
      { model: 'gpt-5', messages: [{ role: 'user', content: 'Hi' }], stream: true },
      { signal: leaving.signal },
    )
    for await (const { id } of stream) if (id) leaving.abort()

    expect(await route.calls[0]?.settled).toBe('aborted')
    expect(route.calls[0]?.error).toBeUndefined()
  },
)

it.each(WAYS)('performs cues and events without a check, %s', async (_, things, routes) => {
  class Cued extends things.EventStream<ChatCompletionChunk> {
    override *generate(): Generator<ChatCompletionChunk | own.Cue> {
      yield things.comment('ping')
      yield things.pause(1)
      yield things.raw(`data: ${JSON.stringify(chunk('raw'))}\n\n`)
      yield things.unchecked({ ...chunk('odd'), created: 'today' })
      yield things.cut()
    }
  }
  const route = create(routes)(new Cued())
  server.use(route)

  expect(await read()).toEqual(['raw', 'odd', CUT])
  expect(await route.calls[0]?.settled).toBe('cut')
  expect([...new Cued()]).toEqual([{ ...chunk('odd'), created: 'today' }])
})

it.each(WAYS)('refuses and delays before the headers, %s', async (_, things, routes) => {
  const route = create(routes)(
    inOrderOf(things, things.deliver(wordsOf(things, 'a'), { through: [things.refuse()] })),
    { through: [things.delayHeaders(1)] },
  )
  server.use(route)

  expect(await read()).toEqual([expect.stringContaining('Connection error')])
  expect(route.calls).toMatchObject([{ outcome: 'cut' }])
})

/** Makes an order: the compiler takes the scripts and streams of two copies for two kinds. */
function inOrderOf(copy: typeof own, ...answers: readonly unknown[]) {
  return copy.inOrder(...(answers as string[])) as never
}

it.each(WAYS)('gives the answers of an order, %s', async (_, things, routes) => {
  const answers = [
    things.deliver(wordsOf(things, 'a', 'b'), { through: [things.cutAfter(1)] }),
    things.apiError(429, { message: 'Slow down.', extra: 1 }),
    things.reply({ text: 'replied' }),
    things.deliver(things.inOrder('first', new Response(null, { status: 410 })), {}),
    things.when({ model: 'gpt-5' }, 'matched'),
    () => things.deliver(things.reply({ text: 'asked' }), { status: 201 }),
  ]
  const route = create(routes)(inOrderOf(things, ...answers))
  const next = create(routes)(inOrderOf(things, 'never'))
  const all = []
  server.use(route, next)
  for (let call = 0; call < 7; call++) all.push(await read())

  expect(all).toEqual([
    ['a', CUT],
    [expect.stringContaining('429 Slow down.')],
    ['', 'replied', ''],
    ['', 'first', ''],
    [expect.stringContaining('410')],
    ['', 'matched', ''],
    ['', 'asked', ''],
  ])
  expect(await Promise.all(route.calls.map(({ settled }) => settled))).toEqual([
    'cut',
    'replied',
    'completed',
    'completed',
    'replied',
    'completed',
    'completed',
  ])
  expect(route.unused).toEqual([])
  expect(next.unused).toEqual(['chat.completions.create, never called'])
})

it.each(WAYS)('describes answers in messages, %s', async (_, things, routes) => {
  const route = create(routes)(
    inOrderOf(
      things,
      'Hi',
      things.deliver(things.apiError(404), {}),
      things.reply({}),
      things.when(things.hasTool('f'), 'Hi'),
      new things.LiveEventStream(),
    ),
  )
  server.use(route)
  await read()

  expect(route.unused).toEqual([
    'inOrder() answer 2 of 5, deliver(apiError(404))',
    'inOrder() answer 3 of 5, reply()',
    'inOrder() answer 4 of 5, when(hasTool("f"))',
    'inOrder() answer 5 of 5, LiveEventStream',
  ])
})

it.each(WAYS)('throws a StreamError, in a stream and without, %s', async (_, things, routes) => {
  class Failing extends things.EventStream<ChatCompletionChunk> {
    override *generate(): Generator<ChatCompletionChunk> {
      yield* chunks('a')
      throw new things.StreamError({ message: 'Overloaded', code: 'insufficient_quota', extra: 1 })
    }
  }
  const route = create(routes)(new Failing())
  server.use(route)

  expect(await read()).toEqual(['a', expect.stringContaining('Overloaded')])
  const whole = createClient().chat.completions.create({
    model: 'gpt-5',
    messages: [{ role: 'user', content: 'Hi' }],
  })
  await expect(whole).rejects.toMatchObject({ status: 429, error: { extra: 1 } })
  expect(() => create(routes)(new things.StreamError({ message: 'No' }) as never)).toThrow(
    'a StreamError is no answer. Throw it in a script',
  )
})

it.each(WAYS)('plays a live stream, %s', async (_, things, routes) => {
  const live = new things.LiveEventStream<ChatCompletionChunk>()
  const route = create(routes)(things.deliver(live, { through: [things.drop(1)] }) as never)
  server.use(route)
  const reading = read()
  const [a, dropped, c] = chunks('a', 'dropped', 'c')
  await live.emit(a)
  await live.emit([dropped, things.comment('ping'), c])

  expect(route.calls[0]?.sent).toBe(2)
  expect(await live.opened).toBe(route.calls[0])
  expect(await live.end()).toBe('completed')
  expect(await reading).toEqual(['a', 'c'])

  const second = read()
  const play = await live.play(1)
  for (const event of chunks('a', 'b')) await play.emit(event)
  expect(await play.cut()).toBe('cut')
  expect(await second).toEqual(['a', CUT])
})

it.each(WAYS)('fails a live stream, %s', async (_, things, routes) => {
  const live = new things.LiveEventStream<ChatCompletionChunk>()
  server.use(create(routes)(live as never))
  const reading = read()
  await live.emit(chunks('a'))

  expect(await live.fail(new routes.StreamError({ message: 'Overloaded' }))).toBe('completed')
  expect(await reading).toEqual(['a', expect.stringContaining('Overloaded')])
})

it('serves routes of another copy', async () => {
  const through = [other.cutAfter(2)]
  const route = create(other)(wordsOf(own, 'a', 'b', 'c'), { through })
  await using node = await serve([route])

  expect(await read({ baseURL: node.baseURL })).toEqual(['a', 'b', CUT])
  expect(await read({ fetch: createFetch([route]) })).toEqual(['a', 'b', CUT])
  expect(route.calls.map(({ outcome }) => outcome)).toEqual(['cut', 'cut'])
})

it('knows the play of a body of another copy', async () => {
  const { body } = other.respond(create(other), wordsOf(own, 'a'))

  expect(body && playOf(body)).toMatchObject({ isOver: false })
  await body?.cancel()
})

it('knows the events of an endpoint of another copy, and watches its calls', async () => {
  const { knownEndpoints } = await import('../../src/routes/known-endpoints.js')
  const { watchCalls } = await import('../../src/routes/watch-calls.js')
  const names: string[] = []
  onTestFinished(watchCalls(({ route }) => names.push(route.endpoint.name)))
  const ticks = {
    name: 'ticks.create',
    method: 'POST' as const,
    path: '/ticks' as const,
    events: { accepts: () => false, text: () => [] },
  }
  other.createRoute(ticks)
  server.use(create(other)('a'))
  await read()

  expect(knownEndpoints().map(({ name }) => name)).toContain('ticks.create')
  expect(names).toEqual(['chat.completions.create'])
})
