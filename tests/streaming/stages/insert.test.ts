import {
  coalesce,
  comment,
  cut,
  insert,
  pause,
  raw,
  stall,
  unchecked,
  type Item,
  type Stage,
} from 'msw-openai/streaming'
import { expect, it } from 'vitest'
import { Pipeline } from '../../../src/streaming/pipeline.js'
import {
  done,
  error,
  frame,
  one,
  reads,
  runOf,
  encoded,
  takeAll,
  three,
  through,
  two,
} from './support.js'

const ping = encoded(comment('ping'))

it.each<[name: string, stage: Stage, items: Item[], result: Item[]]>([
  [
    'before the first event',
    insert(0, comment('ping')),
    [pause(1), one, done],
    [pause(1), ping, one, done],
  ],
  ['before the second', insert(1, comment('ping')), [one, two, done], [one, ping, two, done]],
  ['after the last', insert(2, comment('ping')), [one, two, done], [one, two, ping, done]],
  [
    'after the last of a stream without a terminator',
    insert(1, comment('ping')),
    [one],
    [one, ping],
  ],
  ['before an error', insert(1, comment('ping')), [one, error], [one, ping, error]],
  ['before a cut', insert(1, comment('ping')), [one, cut()], [one, ping, cut()]],
  ['in place of events', insert(0, comment('ping')), [done], [ping, done]],
  ['a pause', insert(1, pause(5)), [one, two], [one, pause(5), two]],
  ['a cut', insert(1, cut()), [one, two, done], [one, cut()]],
  ['a stall', insert(1, stall()), [one, done], [one, stall()]],
  ['half a record', insert(0, raw('data: ')), [one], [frame('bytes', 'data: '), one]],
  ['an event of its own', insert(1, unchecked('two')), [one, three], [one, two, three]],
])('inserts %s', async (_, stage, items, result) => {
  expect(await through(items, stage)).toEqual({ items: result })
})

it('goes on with the read that it is put into', async () => {
  const { items } = await through([one, two, three], coalesce(2), insert(1, comment('a')))

  expect(reads(items)).toEqual(['one: a\n\ntwo', 'three'])
})

it('passes on what cannot be encoded', async () => {
  const failure = { type: 'broken', error: new Error('Boom') } as unknown as Item
  const run = { ...runOf([one, two, done]), encode: () => failure }
  const items = await takeAll(new Pipeline(run, [insert(1, unchecked(1n))]))

  expect(items).toEqual([one, failure])
})

it('says so when there are too few events', async () => {
  expect(await through([one, done], insert(2, comment('ping')))).toEqual({
    items: [one],
    error: new RangeError('Failed to apply insert(2): the script ended after 1 event(s).'),
  })
})

it.each([-1, 1.5, Number.NaN])('refuses event %d, at once', (index) => {
  expect(() => insert(index, stall())).toThrow(
    new RangeError(`Failed to create insert(${index}): expected the zero-based index of an event.`),
  )
})

it('refuses an event, at once', () => {
  const event: unknown = { object: 'chat.completion.chunk' }

  expect(() => insert(1, event as never)).toThrow(
    new TypeError(
      'Failed to create insert(1): expected a cue. For an event, that is unchecked(event).',
    ),
  )
})
