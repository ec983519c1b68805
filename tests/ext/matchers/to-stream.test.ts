import { AsyncEventStream, EventStream, StreamError } from 'msw-openai'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { expect, it } from 'vitest'
import { Scripted } from '../../routes/support.js'
import { chunk, Words } from '../../support.js'
import { complaint, later, Says } from './support.js'

const script = new Says('Hello there')
const events = [...script]

class Later extends AsyncEventStream<ChatCompletionChunk> {
  async *generate(): AsyncGenerator<ChatCompletionChunk> {
    yield* events
  }
}

function streamOf(items: readonly unknown[]): ReadableStream {
  return new ReadableStream({
    start(controller) {
      for (const item of items) controller.enqueue(item)
      controller.close()
    },
  })
}

it('takes whatever has events, at once where they are there', () => {
  expect(script).toStream(events)
  expect(events).toStream(script)
  expect(new Set(events)).toStream(events)
})

it.each([
  ['an async script', () => new Later()],
  ['an async iterable', () => later(events)],
  ['a promise', async () => events],
  ['a promise of an async iterable', async () => later(events)],
  ['a ReadableStream', () => streamOf(events)],
])('waits for %s', async (_, received) => {
  await expect(received()).toStream(events)
  await expect(received()).not.toStream(events.slice(1))
})

it('waits for what is expected', async () => {
  await expect(script).toStream(new Later())
  await expect(new Later()).toStream(new Later())
})

it('works behind resolves', async () => {
  await expect(Promise.resolve(events)).resolves.toStream(script)
})

it('takes asymmetric matchers for events, and inside them', () => {
  expect(script).toStream([
    expect.objectContaining({ object: 'chat.completion.chunk' }),
    { ...events[1], id: expect.any(String) },
    expect.anything(),
    expect.anything(),
  ])
})

it('is an asymmetric matcher, too', () => {
  expect({ events }).toEqual({ events: expect.toStream(script) })
  expect({ events }).toEqual({ events: expect.not.toStream([]) })
})

it('shows the first event that differs, and where', async () => {
  await expect(complaint(() => expect(new Says('Hello their all')).toStream(script))).resolves
    .toMatchInlineSnapshot(`
    "expect(stream).toStream(expected)

    Event 2 differs at choices[0].delta.content:
      expected: " there"
      received: " their"

        0  role "assistant"
        1  content "Hello"
      - 2  content " there"
      + 2  content " their"
        3  content " all"
        4  finish_reason "stop"

    Expected 4 events, received 5."
  `)
})

it('shows an expected asymmetric matcher by its name', async () => {
  const expected = [events[0], { ...events[1], id: expect.stringMatching(/^cmpl/) }]
  await expect(complaint(() => expect(events).toStream(expected))).resolves.toMatchInlineSnapshot(`
    "expect(stream).toStream(expected)

    Event 1 differs at id:
      expected: StringMatching(/^cmpl/)
      received: "chatcmpl-1"

        0  role "assistant"
      - 1  content "Hello"
      + 1  content "Hello"
        2  content " there"
        3  finish_reason "stop"

    Expected 2 events, received 4."
  `)
})

it('shows a whole event that an asymmetric matcher does not match', async () => {
  const expected = [expect.objectContaining({ object: 'thread.run' }), ...events.slice(1)]
  await expect(complaint(() => expect(events).toStream(expected))).resolves.toMatchInlineSnapshot(`
    "expect(stream).toStream(expected)

    Event 0 differs at object:
      expected: "thread.run"
      received: "chat.completion.chunk"

      - 0  ObjectContaining({ object: "thread.run" })
      + 0  role "assistant"
        1  content "Hello"
        2  content " there"
        … 1 more"
  `)
})

it('shows what is missing', async () => {
  const words = new Words(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'])
  const received = [...words].slice(0, 4)
  await expect(complaint(() => expect(received).toStream(words))).resolves.toMatchInlineSnapshot(`
    "expect(stream).toStream(expected)

    Expected 9 events, received 4. 5 are missing:

        … 2 more
        2  content "c"
        3  content "d"
      - 4  content "e"
      - 5  content "f"
      - 6  content "g"
        … 2 more"
  `)
})

it('shows what is too many', async () => {
  const received = new Words(['a', 'b', 'c', 'd'])
  await expect(complaint(() => expect(received).toStream([...received].slice(0, 3)))).resolves
    .toMatchInlineSnapshot(`
    "expect(stream).toStream(expected)

    Expected 3 events, received 4. 1 is too many:

        … 1 more
        1  content "b"
        2  content "c"
      + 3  content "d", finish_reason "stop""
  `)
})

it('asks whether a stream that gives nothing has been read before', async () => {
  const received = later(events)
  await expect(received).toStream(script)
  await expect(complaint(() => expect(received).toStream(script))).resolves.toMatchInlineSnapshot(`
    "expect(stream).toStream(expected)

    Expected 4 events, received 0. 4 are missing:

      - 0  role "assistant"
      - 1  content "Hello"
      - 2  content " there"
        … 1 more

    The stream gave no events at all: has it been read before?"
  `)
})

it('shows the events that were not to come', async () => {
  await expect(complaint(() => expect(script).not.toStream(events))).resolves
    .toMatchInlineSnapshot(`
    "expect(stream).not.toStream(expected)

    Expected anything but 4 such events:

        0  role "assistant"
        1  content "Hello"
        … 2 more"
  `)
})

it('never swallows an error, not even with .not', async () => {
  const cause = new TypeError('terminated')
  const matching = expect(later(events, cause)).toStream(events)
  const notMatching = expect(later(events, cause)).not.toStream([])

  await expect(matching).rejects.toMatchObject({ name: 'InterruptedStreamError', cause })
  await expect(notMatching).rejects.toMatchObject({ name: 'InterruptedStreamError', cause })
})

it('shows where an error came', async () => {
  const received = later(events.slice(0, 3), new TypeError('terminated'))
  await expect(complaint(() => expect(received).toStream(script))).resolves.toMatchInlineSnapshot(`
    "Failed to read the stream: it failed after 3 events with TypeError: terminated.

        … 1 more
        1  content "Hello"
        2  content " there"
      ! TypeError: terminated

    Where the test is about the error, expect it, too: { error: /its message/ }."
  `)
})

it('reports that the expected stream fails', async () => {
  const failing = new Scripted([chunk('a')], new StreamError({ message: 'Overloaded' }))
  await expect(complaint(() => expect([chunk('a')]).toStream(failing))).resolves
    .toMatchInlineSnapshot(`
    "Failed to read the expected stream: it failed after 1 event with StreamError: Overloaded.

        0  content "a"
      ! StreamError: Overloaded

    Where the test is about the error, expect it, too: { error: /its message/ }."
  `)
})

it.each([
  ['a part of its name and message', 'TypeError: term'],
  ['a pattern', /terminated$/],
  ['an asymmetric matcher', expect.any(TypeError)],
])('expects an error by %s', async (_, error) => {
  const received = () => later(events.slice(0, 2), new TypeError('terminated'))

  await expect(received()).toStream(events.slice(0, 2), { error })
  await expect(received()).not.toStream(events, { error })
})

it('expects the error that the script throws', () => {
  const failing = new Scripted([chunk('a')], new StreamError({ message: 'Overloaded' }))
  expect(failing).toStream(failing, { error: 'Overloaded' })
})

it('shows an error that did not come', async () => {
  await expect(complaint(() => expect(script).toStream(events, { error: /terminated/ }))).resolves
    .toMatchInlineSnapshot(`
    "expect(stream).toStream(expected, { error })

    Expected an error: /terminated/
    The stream ended without one, after 4 events."
  `)
})

it('shows another error than the expected one', async () => {
  const received = later(events, new Error('Boom'))
  await expect(complaint(() => expect(received).toStream(events, { error: 'terminated' }))).resolves
    .toMatchInlineSnapshot(`
    "expect(stream).toStream(expected, { error })

    Expected an error: "terminated"
    The stream ended with Error: Boom, after 4 events."
  `)
})

class Endless extends EventStream<number> {
  *generate(): Generator<number> {
    for (let count = 0; ; count++) yield count
  }
}

it.each([
  ['a class', Says, 'the class Says: pass new Says()'],
  ['a function', later, 'the function later: call it'],
  ['nothing', undefined, 'received undefined'],
  ['a text', 'Hello', 'received "Hello"'],
  ['a completion', { object: 'chat.completion' }, 'the request did not ask for a stream'],
  ['a Response', new Response('data: {}'), 'a Response: let the client read it'],
  ['bytes', [new Uint8Array(1)], 'received bytes'],
  ['a script without end', new Endless(), 'more than 100000 events, and may be endless'],
])('explains that %s is no stream', async (_, received, reason) => {
  await expect(complaint(() => expect(received).toStream([]))).resolves.toContain(reason)
  await expect(complaint(() => expect(received).not.toStream([1]))).resolves.toContain(reason)
})
