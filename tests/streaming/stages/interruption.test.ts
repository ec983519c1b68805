import {
  comment,
  cut,
  cutAfter,
  pause,
  stall,
  stallAfter,
  type Item,
  type Stage,
} from 'msw-openai/streaming'
import { expect, it } from 'vitest'
import { done, error, frame, one, encoded, three, through, two } from './support.js'

const ping = encoded(comment('ping'))
const bytes = frame('bytes', '{')

it.each<[name: string, stage: Stage, items: Item[], result: Item[]]>([
  ['cuts before the first event', cutAfter(0), [one, two, done], [cut()]],
  ['cuts a stream that has none', cutAfter(0), [], [cut()]],
  ['cuts after one event', cutAfter(1), [one, two, done], [one, cut()]],
  ['cuts after two', cutAfter(2), [one, two, three, done], [one, two, cut()]],
  ['cuts after all, before the terminator', cutAfter(2), [one, two, done], [one, two, cut()]],
  ['cuts after all, without a terminator', cutAfter(2), [one, two], [one, two, cut()]],
  [
    'counts events only',
    cutAfter(2),
    [ping, one, bytes, pause(1), two, ping],
    [ping, one, bytes, pause(1), two, cut()],
  ],
  ['stalls before the first event', stallAfter(0), [one, done], [stall()]],
  ['stalls after one event', stallAfter(1), [one, two, done], [one, stall()]],
  ['stalls after all, before the terminator', stallAfter(2), [one, two, done], [one, two, stall()]],
  [
    'counts events only, before it stalls',
    stallAfter(1),
    [ping, bytes, one, ping],
    [ping, bytes, one, stall()],
  ],
])('%s', async (_, stage, items, result) => {
  expect(await through(items, stage)).toEqual({ items: result })
})

it.each<[name: string, stage: Stage, items: Item[], passed: Item[], message: string]>([
  [
    'one event too few',
    cutAfter(3),
    [one, two, done],
    [one, two],
    'cutAfter(3): the script ended after 2 event(s).',
  ],
  ['no event at all', cutAfter(1), [], [], 'cutAfter(1): the script ended after 0 event(s).'],
  [
    'comments instead',
    cutAfter(1),
    [ping, bytes],
    [ping, bytes],
    'cutAfter(1): the script ended after 0 event(s).',
  ],
  [
    'an error instead',
    cutAfter(2),
    [one, error],
    [one],
    'cutAfter(2): the script ended after 1 event(s).',
  ],
  [
    'another cut instead',
    cutAfter(2),
    [one, cut()],
    [one],
    'cutAfter(2): the connection was cut after 1 event(s).',
  ],
  [
    'another stall instead',
    cutAfter(2),
    [one, stall(), two],
    [one],
    'cutAfter(2): the stream stalled after 1 event(s).',
  ],
  [
    'no event to stall after',
    stallAfter(2),
    [one, done],
    [one],
    'stallAfter(2): the script ended after 1 event(s).',
  ],
])('says so when there is %s', async (_, stage, items, passed, message) => {
  expect(await through(items, stage)).toEqual({
    items: passed,
    error: new RangeError(`Failed to apply ${message}`),
  })
})

it.each([-1, 1.5, Number.NaN, Infinity])('refuses to count to %d, at once', (count) => {
  const reason = `(${count}): expected a number of events, zero or more.`

  expect(() => cutAfter(count)).toThrow(new RangeError(`Failed to create cutAfter${reason}`))
  expect(() => stallAfter(count)).toThrow(new RangeError(`Failed to create stallAfter${reason}`))
})
