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
  ['', ''],
  ['a', '0123456789ABCDE'],
  ['Hello', '0123456789A'],
  ['Hello there, all', ''],
  ['Hello there, all!', '0123456789ABCDE'],
  // One character, and two units of UTF-16.
  ['👋', '0123456789ABCDE'],
])('pads %j to a multiple of 16 characters', (text, padding) => {
  expect(paddingOf(text)).toBe(padding)
})
