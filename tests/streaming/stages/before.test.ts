import { delayHeaders, pause, refuse } from 'msw-openai/streaming'
import { expect, it } from 'vitest'
import { done, one, source, spell, through } from './support.js'

it('waits before there is a response', () => {
  expect(delayHeaders(5).before).toEqual(pause(5))
})

it('refuses a response', () => {
  expect(refuse().before).toEqual({ type: 'refuse' })
})

it('leaves the stream as it is', async () => {
  const frames = source([])

  expect(await through([one, done], delayHeaders(5), refuse())).toEqual({ items: [one, done] })
  expect(delayHeaders(5)(frames, spell)).toBe(frames)
  expect(refuse()(frames, spell)).toBe(frames)
})

it.each([-1, Number.NaN, Infinity])('refuses to wait %d ms, at once', (ms) => {
  expect(() => delayHeaders(ms)).toThrow(
    new RangeError(
      `Failed to create delayHeaders(${ms}): expected between 0 and 2147483647 milliseconds.`,
    ),
  )
})
