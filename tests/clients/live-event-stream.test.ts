import {
  chat,
  chatCompletionWriter,
  ClosedPlayError,
  comment,
  cutAfter,
  LiveEventStream,
  pause,
  refuse,
  stall,
  stallAfter,
  StreamError,
  unchecked,
} from 'msw-openai'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { isScript } from 'msw-openai/streaming'
import { expect, it, vi } from 'vitest'
import { chunk, chunks } from '../support.js'
import { createClient, useServer } from './support.js'

const server = useServer()

/** Serve a live script, and read it: what has come so far, and the end of it. */
function play(options: Parameters<typeof chat.completions.create>[1] = {}) {
  const live = new LiveEventStream<ChatCompletionChunk>()
  const route = chat.completions.create(live, options)
  server.use(route)
  return { live, route, ...read() }
}

function read() {
  const seen: string[] = []
  const controller = new AbortController()
  const reading = (async () => {
    const stream = await createClient().chat.completions.create(
      { model: 'gpt-5', messages: [{ role: 'user', content: 'Hi' }], stream: true },
      { signal: controller.signal },
    )
    for await (const { choices } of stream) seen.push(choices[0]?.delta.content ?? '')
  })()
  // Looked at where a test is about it.
  reading.catch(() => {})
  return { seen, reading, abort: () => controller.abort() }
}

it('has shown the client each event by the time that it is emitted', async () => {
  const { live, reading, seen } = play()

  const [one, two] = chunks('one', 'two')
  await live.emit(one)
  expect(seen).toEqual(['one'])
  await live.emit(two)
  expect(seen).toEqual(['one', 'two'])

  await expect(live.end()).resolves.toBe('completed')
  await reading
})

it('gives the call that opened it, and the outcome', async () => {
  const { live, route } = play()

  const call = await live.opened
  expect(call).toBe(route.calls[0])
  expect(call.outcome).toBe('pending')
  const closed = live.closed
  await live.emit(chunks('one'))
  expect(call.sent).toBe(1)
  await live.end()
  await expect(closed).resolves.toBe('completed')
})

it('performs cues and unchecked events', async () => {
  const { live, seen } = play()

  await live.emit(comment('ping'))
  await live.emit(pause(0))
  await live.emit(unchecked({ ...chunk('odd'), created: 'today' }))

  expect(seen).toEqual(['odd'])
  await live.end()
})

it('keeps the order of what nobody waits for', async () => {
  const { live, reading, seen } = play()

  const emitted = chunks('one', 'two', 'three').map((event) => live.emit(event))
  await live.end()
  await Promise.all([...emitted, reading])

  expect(seen).toEqual(['one', 'two', 'three'])
})

it('takes the events of a writer', async () => {
  const { live, seen } = play()
  const w = chatCompletionWriter()

  await live.emit(w.text('Once upon'))
  expect(seen.join('')).toBe('Once upon')

  await live.emit(w.finish())
  await expect(live.end()).resolves.toBe('completed')
})

it('says at once what goes wrong in telling', () => {
  const live = new LiveEventStream<ChatCompletionChunk>()
  const w = chatCompletionWriter()

  expect(() => void live.emit([...w.finish()])).toThrow('the choice has not begun')
})

it('ends with the error of the endpoint', async () => {
  const { live, reading, seen } = play()

  await live.emit(chunks('one'))
  await expect(live.fail(new StreamError({ message: 'Overloaded' }))).resolves.toBe('completed')

  await expect(reading).rejects.toThrow('Overloaded')
  expect(seen).toEqual(['one'])
})

it('drops the connection', async () => {
  const { live, reading, seen } = play()

  await live.emit(chunks('one'))
  await expect(live.cut()).resolves.toBe('cut')

  await expect(reading).rejects.toBeInstanceOf(Error)
  expect(seen).toEqual(['one'])
})

it('refuses to go on once its client has disconnected', async () => {
  const { live, abort } = play()
  await live.emit(chunks('one'))

  abort()

  await expect(live.closed).resolves.toBe('aborted')
  await expect(live.emit(chunk('two'))).rejects.toThrow(
    'Failed to emit(): the call is over, it was aborted.',
  )
  await expect(live.fail(new StreamError({ message: 'No' }))).rejects.toBeInstanceOf(
    ClosedPlayError,
  )
  await expect(live.cut()).rejects.toBeInstanceOf(ClosedPlayError)
  // It has ended, which is all that this asks for.
  await expect(live.end()).resolves.toBe('aborted')
})

it('reports items that were emitted, and never sent', async () => {
  const { live, route, abort } = play()
  await live.opened
  const paused = live.emit(pause(1_000_000))
  const lost = [paused, live.emit(chunk('late'))].map((emitted) => emitted.catch(String))

  abort()

  const error = 'ClosedPlayError: Failed to emit(): the call is over, it was aborted.'
  await expect(Promise.all(lost)).resolves.toEqual([error, error])
  expect(route.calls[0]?.sent).toBe(0)
})

it('is broken by an event that its endpoint never sends', async () => {
  const print = vi.spyOn(console, 'error').mockReturnValue()
  const { live, route } = play()

  // Plain JavaScript can do that.
  const wrong: unknown = { id: 1 }
  await expect(live.emit(wrong as ChatCompletionChunk)).rejects.toThrow('it was broken')

  expect(route.calls[0]?.error).toMatchObject({ name: 'InvalidEventError', index: 0 })
  expect(print).toHaveBeenCalledOnce()
  print.mockRestore()
})

it('gives each request a play of its own', async () => {
  const { live, seen } = play()
  await live.emit(chunks('first'))
  const other = read()
  await vi.waitFor(() => expect(live.plays).toHaveLength(2))

  const [second, again] = chunks('second', 'again')
  await live.plays[1]?.emit(second)
  expect([seen, other.seen]).toEqual([['first'], ['second']])
  await expect(live.emit(chunk('?'))).rejects.toThrow(
    'Failed to choose a play: 2 are open. Speak to one of live.plays.',
  )

  await live.plays[0]?.end()
  await live.emit(again)
  expect(other.seen).toEqual(['second', 'again'])
  await live.end()
})

it('goes through stages', async () => {
  const { live, reading, seen } = play({ through: [cutAfter(2)] })

  for (const event of chunks('one', 'two')) await live.emit(event)

  await expect(live.closed).resolves.toBe('cut')
  await expect(reading).rejects.toBeInstanceOf(Error)
  expect(seen).toEqual(['one', 'two'])
})

it('answers a request without a stream once it has ended', async () => {
  const live = new LiveEventStream<ChatCompletionChunk>()
  server.use(chat.completions.create(live))
  const reply = createClient().chat.completions.create({
    model: 'gpt-5',
    messages: [{ role: 'user', content: 'Hi' }],
  })

  const w = chatCompletionWriter()
  for (const event of [...w.text('one two'), ...w.finish()]) await live.emit(event)
  await expect(live.end()).resolves.toBe('replied')

  const { choices } = await reply
  expect(choices[0]?.message.content).toBe('one two')
})

it('is an answer of its own kind, and no script', () => {
  const live = new LiveEventStream<ChatCompletionChunk>()

  expect(isScript(live)).toBe(false)
  // @ts-expect-error The types refuse it, too.
  expect(() => [...live]).toThrow('not iterable')
})

it.each<[name: string, hold: (live: LiveEventStream<ChatCompletionChunk>) => Promise<unknown>]>([
  ['a stall', (live) => live.emit(stall())],
  ['a pause', async (live) => void live.emit(pause(1_000_000)).catch(() => {})],
])('drops the connection behind %s', async (_, hold) => {
  const { live, reading, seen } = play()
  await live.emit(chunks('one'))

  await hold(live)
  await expect(live.cut()).resolves.toBe('cut')

  await expect(reading).rejects.toBeInstanceOf(Error)
  expect(seen).toEqual(['one'])
})

it('drops the connection behind a stage that stalls', async () => {
  const { live, reading } = play({ through: [stallAfter(1)] })
  await live.emit(chunks('one'))

  await expect(live.cut()).resolves.toBe('cut')
  await expect(reading).rejects.toBeInstanceOf(Error)
})

it('sends what was emitted before it drops the connection', async () => {
  const { live, reading, seen } = play()

  const emitted = chunks('one', 'two', 'three').map((event) => live.emit(event))
  await expect(live.cut()).resolves.toBe('cut')
  await Promise.all(emitted)

  await expect(reading).rejects.toBeInstanceOf(Error)
  expect(seen).toEqual(['one', 'two', 'three'])
})

it('drops the connection of a request without a stream', async () => {
  const live = new LiveEventStream<ChatCompletionChunk>()
  server.use(chat.completions.create(live))
  const reply = createClient().chat.completions.create({
    model: 'gpt-5',
    messages: [{ role: 'user', content: 'Hi' }],
  })
  reply.catch(() => {})

  await expect(live.cut()).resolves.toBe('cut')
  await expect(reply).rejects.toBeInstanceOf(Error)
})

it('has nothing to say once it has stalled', async () => {
  const { live, abort } = play()
  await live.emit(stall())

  const message = 'the stream has stalled. Only cut() ends it, or its client.'
  await expect(live.emit(chunk('one'))).rejects.toThrow(`Failed to emit(): ${message}`)
  await expect(live.end()).rejects.toThrow(`Failed to end(): ${message}`)
  await expect(live.fail(new StreamError({ message: 'No' }))).rejects.toThrow(message)
  abort()
  await expect(live.closed).resolves.toBe('aborted')
})

it('gives the reason why it is broken', async () => {
  const print = vi.spyOn(console, 'error').mockReturnValue()
  const { live, route } = play()

  // Plain JavaScript can do that.
  const wrong: unknown = { id: 1 }
  const emitted = live.emit(wrong as ChatCompletionChunk)
  const error = await emitted.catch((reason: unknown) => reason)

  expect(error).toMatchObject({ name: 'ClosedPlayError', cause: route.calls[0]?.error })
  expect(String(error)).toContain('event 0 of script "LiveEventStream"')
  print.mockRestore()
})

it('waits for the play of a retry', async () => {
  const { live } = play()
  await live.emit(chunks('one'))
  await live.cut()

  const second = live.play(1)
  const { seen } = read()
  await (await second).emit(chunks('two'))

  expect(seen).toEqual(['two'])
  await expect(live.end()).resolves.toBe('completed')
})

it('is over at once where its connection is refused', async () => {
  const { live, reading } = play({ through: [refuse()] })

  await expect(live.closed).resolves.toBe('cut')
  await expect(live.emit(chunk('one'))).rejects.toThrow('it was cut')
  await expect(reading).rejects.toBeInstanceOf(Error)
})

it('does not fail a test that waits for nothing it emits', async () => {
  const { live, abort } = play()
  const [one, two, three] = chunks('one', 'two', 'three')
  await live.emit(one)

  // An unhandled rejection would fail the run.
  void live.emit(two)
  abort()
  void live.emit(three)

  await expect(live.closed).resolves.toBe('aborted')
})

it('warns a test that waits long for the first request', async () => {
  const warn = vi.spyOn(console, 'warn').mockReturnValue()
  const live = new LiveEventStream<ChatCompletionChunk>()
  server.use(chat.completions.create(live))
  void live.emit(chunk('Hello'))

  await vi.waitFor(() => expect(warn).toHaveBeenCalled(), 10_000)

  expect(warn.mock.calls).toEqual([
    [
      'Failed to play a LiveEventStream so far: no request has come to chat.completions.create: ' +
        'was the client made before the server listened?',
    ],
  ])
  warn.mockRestore()
})
