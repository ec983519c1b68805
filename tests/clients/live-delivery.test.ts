import {
  apiError,
  chat,
  coalesce,
  cut,
  cutAfter,
  delayHeaders,
  deliver,
  drop,
  dropTerminator,
  duplicate,
  inOrder,
  LiveEventStream,
  split,
  stall,
  StreamError,
  swap,
  type RouteOptions,
} from 'msw-openai'
import { createFetch } from 'msw-openai/fetch'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { expect, it, vi } from 'vitest'
import { chunk, chunks } from '../support.js'
import { createClient } from './support.js'

type Answer = Parameters<typeof chat.completions.create>[0]

/** Reads answers of a route by the SDK: the texts that have come, and the end of each stream. */
function reading(answer: Answer, options: RouteOptions = {}) {
  const route = chat.completions.create(answer, options)
  const client = createClient({ fetch: createFetch([route]) })
  const read = (signal?: AbortSignal) => {
    const seen: string[] = []
    const done = (async () => {
      const stream = await client.chat.completions.create(
        { model: 'gpt-5', messages: [{ role: 'user', content: 'Hi' }], stream: true },
        { signal: signal ?? null },
      )
      for await (const { choices } of stream) seen.push(choices[0]?.delta.content ?? '')
    })()
    // Looked at where a test is about it.
    done.catch(() => {})
    return { seen, done }
  }
  return { route, read }
}

const live = () => new LiveEventStream<ChatCompletionChunk>()

it.each<[name: string, through: RouteOptions['through'], seen: string[]]>([
  ['drop(1)', [drop(1)], ['a', 'c']],
  ['drop(0)', [drop(0)], ['b', 'c']],
  ['every event dropped', [drop(0), drop(0), drop(0)], []],
  ['swap(0)', [swap(0)], ['b', 'a', 'c']],
  ['duplicate(0)', [duplicate(0)], ['a', 'a', 'b', 'c']],
  ['coalesce(2)', [coalesce(2)], ['a', 'b', 'c']],
  ['coalesce(Infinity)', [coalesce(Infinity)], ['a', 'b', 'c']],
  ['split(5)', [split(5)], ['a', 'b', 'c']],
  ['dropTerminator()', [dropTerminator()], ['a', 'b', 'c']],
])('resolves emit() of a stream through %s', async (_, through, expected) => {
  const stream = live()
  const { route, read } = reading(stream, { through })
  const { seen, done } = read()
  for (const event of chunks('a', 'b', 'c')) await stream.emit(event)

  expect(await stream.end()).toBe('completed')
  await done
  expect(seen).toEqual(expected)
  expect(route.calls[0]?.sent).toBe(expected.length)
})

const MANY = 64_000

it('emits 64,000 events at once', { timeout: 60_000 }, async () => {
  const stream = live()
  const { route, read } = reading(stream, { record: 'none' })
  const { seen, done } = read()
  const event = chunk('a')
  await stream.emit(Array.from({ length: MANY }, () => event))

  expect(route.calls[0]?.sent).toBe(MANY)
  expect(await stream.end()).toBe('completed')
  await done
  expect(seen).toHaveLength(MANY)
})

it(
  'emits 64,000 events one by one, and drops the connection behind them',
  { timeout: 60_000 },
  async () => {
    const stream = live()
    const { route, read } = reading(stream, { record: 1 })
    const { seen, done } = read()
    const emitted: Array<Promise<void>> = []
    for (let index = 0; index < MANY; index++) emitted.push(stream.emit(chunk(String(index))))

    expect(await stream.cut()).toBe('cut')
    await Promise.all(emitted)
    await expect(done).rejects.toBeInstanceOf(Error)
    expect([seen.length, seen.at(-1)]).toEqual([MANY, String(MANY - 1)])
    expect(route.calls[0]).toMatchObject({ sent: MANY, events: [chunk(String(MANY - 1))] })
  },
)

it('is delivered in an order, each time in its own way', async () => {
  const stream = live()
  const { route, read } = reading(
    inOrder(deliver(stream, { through: [cutAfter(1)] }), apiError(404), deliver(stream, {})),
  )
  const first = read()
  await stream.emit(chunks('a'))
  expect(await stream.closed).toBe('cut')
  await expect(first.done).rejects.toBeInstanceOf(Error)
  expect(first.seen).toEqual(['a'])

  await expect(read().done).rejects.toMatchObject({ status: 404 })
  const third = read()
  const play = await stream.play(1)
  await play.emit(chunks('b'))
  expect(await play.end()).toBe('completed')
  await third.done
  expect(third.seen).toEqual(['b'])
  expect(route.calls.map(({ outcome }) => outcome)).toEqual(['cut', 'replied', 'completed'])
})

it('plays to two clients at once, each in its own time', async () => {
  const stream = live()
  const { route, read } = reading(stream)
  const clients = [read(), read()]
  const [one, two] = [await stream.play(0), await stream.play(1)]
  const [first, last] = chunks('one', 'one')
  await one.emit(first)
  await two.emit(chunks('two', 'two'))

  expect(clients.map(({ seen }) => seen)).toEqual([['one'], ['two', 'two']])
  expect(await two.fail(new StreamError({ message: 'Overloaded' }))).toBe('completed')
  await expect(clients[1]?.done).rejects.toThrow('Overloaded')
  expect([one.isOpen, two.isOpen]).toEqual([true, false])
  await one.emit(last)
  expect(await one.end()).toBe('completed')
  await clients[0]?.done
  expect(route.calls.map(({ sent }) => sent)).toEqual([2, 2])
  expect([one.call, two.call]).toEqual(route.calls)
})

it('stalls, and is cut', async () => {
  const stream = live()
  const { read } = reading(stream)
  const { seen, done } = read()
  await stream.emit([...chunks('a'), stall()])

  await expect(stream.emit(chunk('b'))).rejects.toThrow('the stream has stalled')
  expect(await stream.cut()).toBe('cut')
  await expect(done).rejects.toBeInstanceOf(Error)
  expect(seen).toEqual(['a'])
})

it('is cut by a cue, behind what was emitted with it', async () => {
  const stream = live()
  const { read } = reading(stream)
  const { seen, done } = read()
  await stream.emit([...chunks('a', 'b'), cut()])

  expect(await stream.closed).toBe('cut')
  await expect(done).rejects.toBeInstanceOf(Error)
  expect(seen).toEqual(['a', 'b'])
  await expect(stream.emit(chunk('c'))).rejects.toThrow('the call is over, it was cut')
})

it('fails before its first event, and where no stream is asked for', async () => {
  const stream = live()
  const { read, route } = reading(stream)
  const { done } = read()
  expect(await stream.fail(new StreamError({ message: 'Overloaded' }))).toBe('completed')
  await expect(done).rejects.toThrow('Overloaded')

  const client = createClient({ fetch: createFetch([route]) })
  const whole = client.chat.completions.create({
    model: 'gpt-5',
    messages: [{ role: 'user', content: 'Hi' }],
  })
  const play = await stream.play(1)
  expect(await play.fail(new StreamError({ message: 'Busy', code: 'insufficient_quota' }))).toBe(
    'replied',
  )
  await expect(whole).rejects.toMatchObject({ status: 429, code: 'insufficient_quota' })
})

it('is broken by an error that is no StreamError', async () => {
  const print = vi.spyOn(console, 'error').mockReturnValue()
  const stream = live()
  const { read } = reading(stream)
  const { done } = read()

  // Plain JavaScript can do that.
  expect(await stream.fail(new Error('Out of tea') as never)).toBe('broken')
  await expect(done).rejects.toBeInstanceOf(Error)
  expect(String((await stream.opened).error)).toContain('"LiveEventStream"')
  expect(print).toHaveBeenCalledOnce()
  print.mockRestore()
})

it('ends where its client disconnects before the headers', async () => {
  const stream = live()
  const { read } = reading(deliver(stream, { through: [delayHeaders(60_000)] }))
  const leaving = new AbortController()
  const { done } = read(leaving.signal)
  const lost = stream.emit(chunk('late'))
  lost.catch(() => {})
  await stream.opened
  leaving.abort()

  expect(await stream.closed).toBe('aborted')
  await expect(lost).rejects.toThrow('the call is over, it was aborted')
  await expect(done).rejects.toThrow('Request was aborted.')
})

it('emits nothing, at once', async () => {
  const stream = live()
  const { read } = reading(stream)
  const { seen, done } = read()
  await stream.emit([])
  await stream.emit(chunks('a'))

  expect(await stream.end()).toBe('completed')
  await done
  expect(seen).toEqual(['a'])
})
