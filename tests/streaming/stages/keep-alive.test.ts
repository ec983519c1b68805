import { comment, cut, keepAlive, pause, stall, type Frames, type Item } from 'msw-openai/streaming'
import { expect, it } from 'vitest'
import { readAll } from '../../support.js'
import { apply, done, one, source, spell, through, two } from './support.js'

const ping = spell(comment('keep-alive'))

it.each<[name: string, items: Item[], result: Item[]]>([
  ['nothing while there is no silence', [one, two, done], [one, two, done]],
  ['nothing in a short pause', [one, pause(4), two], [one, pause(4), two]],
  ['a comment in a long one', [one, pause(7), two], [one, pause(5), ping, pause(2), two]],
  ['a comment at its end', [pause(5), one], [pause(5), ping, one]],
  ['several comments', [pause(12)], [pause(5), ping, pause(5), ping, pause(2)]],
  ['a comment in the second pause', [pause(3), pause(3)], [pause(3), pause(2), ping, pause(1)]],
  ['nothing where a frame is between', [pause(3), one, pause(3)], [pause(3), one, pause(3)]],
  [
    'nothing where another comment is',
    [pause(3), comment('a'), pause(3)],
    [pause(3), comment('a'), pause(3)],
  ],
  ['nothing in no pause', [pause(3), pause(0), one], [pause(3), one]],
  ['nothing before a cut', [one, cut()], [one, cut()]],
])('sends %s', async (_, items, result) => {
  expect(await through(items, keepAlive(5))).toEqual({ items: result })
})

it('sends comments for as long as a stream stalls', async () => {
  const items = apply(source([one, pause(2), stall(), two]), keepAlive(5, 'a'))
  const a = spell(comment('a'))

  expect(await take(items, 7)).toEqual([one, pause(2), pause(3), a, pause(5), a, pause(5)])
})

it('waits for an item that is not there, and no longer than for a comment', async () => {
  const second = Promise.withResolvers<void>()
  async function* slow(): Frames {
    yield one
    yield pause(2)
    await second.promise
    yield two
  }
  const items = apply(slow(), keepAlive(5))[Symbol.asyncIterator]()
  const wait = { type: 'wait', until: expect.any(Promise) }

  expect(await next()).toEqual(one)
  expect(await next()).toEqual(pause(2))
  expect(await next()).toEqual({ ...wait, ms: 3 })
  expect(await next()).toEqual(ping)
  expect(await next()).toEqual({ ...wait, ms: 5 })
  second.resolve()
  expect(await next()).toEqual(two)
  expect(await items.next()).toEqual({ done: true, value: undefined })

  async function next() {
    return (await items.next()).value
  }
})

it('waits for what comes', async () => {
  const first = Promise.withResolvers<void>()
  async function* slow(): Frames {
    await first.promise
    yield one
  }
  const { value: wait } = await apply(slow(), keepAlive(5))[Symbol.asyncIterator]().next()
  first.resolve()

  expect(await wait.until).toEqual({ done: false, value: one })
})

it('does not wait for what took no time', async () => {
  const items = apply(prompt(), keepAlive(5))

  expect(await readAll(items)).toEqual({ items: [one] })
})

it('ends in the error of what it reads', async () => {
  const failure = new Error('Boom')
  const gate = Promise.withResolvers<void>()
  async function* failing(): Frames {
    yield one
    await gate.promise
  }
  const items = apply(failing(), keepAlive(5))
  void Promise.resolve().then(() => gate.reject(failure))

  expect(await readAll(items)).toEqual({ items: [one], error: failure })
})

it('closes what it reads when it is stopped, and lets it fail unheard', async () => {
  const log: string[] = []
  const gate = Promise.withResolvers<never>()
  const items: Frames = {
    [Symbol.asyncIterator]: () => ({
      next: () => gate.promise,
      return: async () => {
        log.push('closed')
        return { done: true, value: undefined }
      },
    }),
  }

  expect(await take(apply(items, keepAlive(5)), 1)).toMatchObject([{ type: 'wait', ms: 5 }])
  expect(log).toEqual(['closed'])
  gate.reject(new Error('Too late'))
})

it('closes nothing that has ended', async () => {
  const log: string[] = []
  const items: Frames = {
    [Symbol.asyncIterator]: () => ({
      next: async () => ({ done: true, value: undefined }),
      return: async () => {
        log.push('closed')
        return { done: true, value: undefined }
      },
    }),
  }
  await readAll(apply(items, keepAlive(5)))

  expect(log).toEqual([])
})

it.each([0, -1, Number.NaN, Infinity])('refuses %d ms, at once', (ms) => {
  expect(() => keepAlive(ms)).toThrow(
    new RangeError(
      `Failed to create keepAlive(${ms}): expected more than zero, and between 0 and 2147483647 milliseconds.`,
    ),
  )
})

/** The first items of a stream, which is then left. */
async function take(items: Frames, count: number): Promise<Item[]> {
  const taken: Item[] = []
  for await (const item of items) {
    taken.push(item)
    if (taken.length === count) break
  }
  return taken
}

/** Takes many turns, and no time. */
async function* prompt(): Frames {
  for (let turn = 0; turn < 50; turn++) await Promise.resolve()
  yield one
}
