import { delayHeaders, pause, refuse } from 'msw-openai/streaming'
import { expect, it } from 'vitest'
import { done, one, through } from './support.js'

it('waits before there is a response', () => {
  expect(delayHeaders(5).beforeHeaders).toEqual(pause(5))
})

it('refuses a response', () => {
  expect(refuse().beforeHeaders).toEqual({ type: 'refuse' })
})

it('changes nothing of the stream', async () => {
  const result = await through([one, done], delayHeaders(5), refuse())

  expect(result).toEqual({ items: [one, done] })
  expect(result.items[0]).toBe(one)
  expect(result.items[1]).toBe(done)
})

it.each([-1, Number.NaN, Infinity])('refuses to wait %d ms, at once', (ms) => {
  expect(() => delayHeaders(ms)).toThrow(
    new RangeError(
      `Failed to create delayHeaders(${ms}): expected between 0 and 2147483647 milliseconds.`,
    ),
  )
})
