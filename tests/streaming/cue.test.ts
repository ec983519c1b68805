import { comment, cut, pause, raw, stall, unchecked } from 'msw-openai/streaming'
import { expect, it } from 'vitest'
import { isCue } from '../../src/streaming/cue.js'

it.each([0, 0.5, 20, 2 ** 31 - 1])('takes a pause of %d ms', (ms) => {
  expect(pause(ms)).toMatchObject({ type: 'pause', ms })
})

it.each([-1, -Number.MIN_VALUE, Number.NaN, Infinity, -Infinity, 2 ** 31])(
  'refuses a pause of %d ms, which no timer can keep',
  (ms) => {
    expect(() => pause(ms)).toThrow(
      new RangeError(
        `Failed to create pause(${ms}): expected between 0 and 2147483647 milliseconds.`,
      ),
    )
  },
)

it('carries what a cue is about', () => {
  const event = { tick: 'three' }

  expect(comment('ping')).toMatchObject({ type: 'comment', text: 'ping' })
  expect(raw('data: {')).toMatchObject({ type: 'raw', content: 'data: {' })
  expect(unchecked(event)).toMatchObject({ type: 'unchecked', event })
})

it.each([pause(1), comment(''), raw(''), raw(new Uint8Array()), unchecked(null), stall(), cut()])(
  'recognizes the cue $type',
  (cue) => {
    expect(isCue(cue)).toBe(true)
    // A copy in another realm, or of another build, is the same cue.
    expect(isCue({ ...cue })).toBe(true)
  },
)

it.each([undefined, null, 'pause', 0, [], { type: 'pause', ms: 1 }, { type: 'cut' }])(
  'takes %j for an event',
  (event) => {
    expect(isCue(event)).toBe(false)
  },
)

it.each<[name: string, create: (value: never) => unknown, value: unknown, message: string]>([
  ['pause', pause, '5', 'pause(5): expected between 0 and 2147483647 milliseconds.'],
  ['comment', comment, 5, 'comment(): expected a text, received Number.'],
  ['raw', raw, { type: 'x' }, 'raw(): expected a text or a Uint8Array, received Object.'],
  ['raw', raw, null, 'raw(): expected a text or a Uint8Array, received Null.'],
  ['raw', raw, new ArrayBuffer(1), 'raw(): expected a text or a Uint8Array, received ArrayBuffer.'],
])('refuses at once what %s() cannot send', (_, create, value, message) => {
  // Plain JavaScript can do that.
  expect(() => create(value as never)).toThrow(`Failed to create ${message}`)
})

it('takes the bytes of a Buffer', () => {
  expect(raw(Buffer.from('a'))).toMatchObject({ type: 'raw' })
})
