import { expect, it } from 'vitest'
import { isObfuscated, paddingOf } from '../../src/routes/protocol/obfuscation.js'

const url = (query: string) => new URL(`https://api.openai.com/v1/responses/resp_1${query}`)
const options = (include_obfuscation: unknown) => ({ stream_options: { include_obfuscation } })

it.each([
  [{ body: {} }, true],
  [{ body: { stream_options: null } }, true],
  [{ body: options(true) }, true],
  [{ body: options(false) }, false],
  [{ body: undefined, url: url('?stream=true') }, true],
  [{ body: undefined, url: url('?stream=true&include_obfuscation=false') }, false],
  [{}, false],
])('says for the request %j that its stream is padded: %j', (request, isPadded) => {
  expect(isObfuscated(request)).toBe(isPadded)
})

it.each([
  ['', 0, ''],
  ['a', 0, '0123456789ABCDE'],
  ['Hello', 0, '0123456789A'],
  ['Hello there, all', 0, ''],
  ['Hello there, all!', 1, ''],
  ['Hello there, all', 1, '0'],
  ['', 1, '0'],
  // One character, and two units of UTF-16.
  ['👋', 0, '0123456789ABCDE'],
])('pads %j to a multiple of 16 characters, and %i more', (text, remainder, padding) => {
  expect(paddingOf(text, remainder)).toBe(padding)
})
