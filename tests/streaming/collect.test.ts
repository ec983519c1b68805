import { collect } from 'msw-openai/streaming'
import { expect, it } from 'vitest'
import { Words } from '../support.js'

const script = new Words(['a', 'b'])

async function* later<Item>(items: Iterable<Item>, error?: Error): AsyncGenerator<Item> {
  yield* items
  if (error) throw error
}

it.each([
  ['a script', () => script],
  ['an array', () => [...script]],
  ['an async iterable', () => later(script)],
  ['a ReadableStream', () => new Response('ab').body?.pipeThrough(wordsOf(script))],
  ['a promise of a script', async () => script],
  ['a promise of an async iterable', async () => later(script)],
])('collects %s', async (_, source) => {
  await expect(collect(source() ?? [])).resolves.toEqual([...script])
})

it('throws the error that the stream ends in, as it is', async () => {
  const error = new TypeError('terminated')
  await expect(collect(later(script, error))).rejects.toBe(error)
  await expect(collect(Promise.reject(error))).rejects.toBe(error)
})

it('collects a thenable that is no promise', async () => {
  // oxlint-disable-next-line unicorn/no-thenable -- The SDK's `APIPromise` is one by its type.
  const thenable: PromiseLike<Words> = { then: (...args) => Promise.resolve(script).then(...args) }

  await expect(collect(thenable)).resolves.toEqual([...script])
})

it('collects an array of any length', async () => {
  const length = 300_000
  const collected = await collect(Array.from({ length }, (_, index) => index))

  expect(collected).toHaveLength(length)
  expect(collected.at(-1)).toBe(length - 1)
})

it('says what is no stream', async () => {
  // @ts-expect-error -- Plain JavaScript may pass anything.
  await expect(collect({ object: 'chat.completion' })).rejects.toThrow(
    'Failed to read a stream: expected a script, an array of events, or an iterable; received a chat.completion: the request did not ask for a stream.',
  )
})

/** Makes events of bytes, whichever they are. */
function wordsOf(words: Words): TransformStream<unknown, unknown> {
  return new TransformStream({
    transform(_, controller) {
      for (const event of words) controller.enqueue(event)
    },
  })
}
