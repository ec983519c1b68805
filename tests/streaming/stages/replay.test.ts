import { comment, cut, pause, replay, type Item } from 'msw-openai/streaming'
import { expect, it } from 'vitest'
import { done, one, encoded, three, through, two } from './support.js'

it('waits as long as it took', async () => {
  const items = [one, encoded(comment('a')), two, three, done]

  expect(await through(items, replay([400, 420, 420]))).toEqual({
    items: [pause(400), one, encoded(comment('a')), pause(20), two, pause(0), three, done],
  })
})

it('replays a stream without events', async () => {
  expect(await through([done], replay([]))).toEqual({ items: [done] })
})

it.each<[name: string, items: Item[], passed: Item[], reason: string]>([
  ['too few events', [one, done], [pause(1), one], 'the script ended after 1 event(s).'],
  ['a cut', [one, cut()], [pause(1), one], 'the connection was cut after 1 event(s).'],
  [
    'too many events',
    [one, two, three, done],
    [pause(1), one, pause(1), two],
    'the script has more events.',
  ],
])('says so when there are %s', async (_, items, passed, reason) => {
  expect(await through(items, replay([1, 2]))).toEqual({
    items: passed,
    error: new RangeError(`Failed to apply replay() of 2 timing(s): ${reason}`),
  })
})

it.each<[timings: unknown[], message: string]>([
  [[-1], 'timing 0 is -1, expected between 0 and 2147483647 milliseconds after 0.'],
  [[1, Number.NaN], 'timing 1 is NaN, expected between 0 and 2147483647 milliseconds after 1.'],
  [[5, 4], 'timing 1 is 4, expected between 0 and 2147483647 milliseconds after 5.'],
  [[2 ** 31], 'timing 0 is 2147483648, expected between 0 and 2147483647 milliseconds after 0.'],
  [['1'], 'timing 0 is 1, expected between 0 and 2147483647 milliseconds after 0.'],
  [Array(1), 'timing 0 is undefined, expected between 0 and 2147483647 milliseconds after 0.'],
])('refuses %j, at once', (timings, message) => {
  expect(() => replay(timings as number[])).toThrow(
    new RangeError(`Failed to create replay(): ${message}`),
  )
})

it('refuses what is no list, at once', () => {
  expect(() => replay(5 as never)).toThrow(
    new TypeError('Failed to create replay(): expected a list of milliseconds.'),
  )
})
