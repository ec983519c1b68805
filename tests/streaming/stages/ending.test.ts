import { crlf, cut, dropFinalBlankLine, dropTerminator, type Item } from 'msw-openai/streaming'
import { expect, it } from 'vitest'
import { done, error, frame, one, textOf, through, two } from './support.js'

const final = { ...frame('event', 'data: {}\n\n'), final: true }
const failure = { ...frame('error', 'data: {}\n\n'), final: true }

it('removes the terminator', async () => {
  expect(await through([one, two, done], dropTerminator())).toEqual({ items: [one, two] })
})

it.each<[name: string, last: Item[], reason: string]>([
  ['without one', [], 'the script ended without a terminator.'],
  ['with an error', [error], 'the script ended without a terminator.'],
  ['with a cut', [cut()], 'the connection was cut without a terminator.'],
])('says so when a stream ends %s', async (_, last, reason) => {
  expect(await through([one, ...last], dropTerminator())).toEqual({
    items: [one],
    error: new RangeError(`Failed to apply dropTerminator(): ${reason}`),
  })
})

it.each<[name: string, items: Item[], result: Item[]]>([
  ['the terminator', [one, done], [one, { ...frame('terminator', 'data: [DONE]\n'), final: true }]],
  ['the last event', [one, final], [one, { ...final, bytes: frame('event', 'data: {}\n').bytes }]],
  [
    'an error',
    [frame('error', 'data: {}\n\n'), failure],
    [frame('error', 'data: {}\n\n'), { ...failure, bytes: frame('error', 'data: {}\n').bytes }],
  ],
])('removes the blank line of %s', async (_, items, result) => {
  expect(await through(items, dropFinalBlankLine())).toEqual({ items: result })
})

it('removes CR and LF', async () => {
  const { items } = await through([done], crlf(), dropFinalBlankLine())

  expect(items.map((item) => ('bytes' in item ? textOf(item) : item))).toEqual(['data: [DONE]\r\n'])
})

it.each<[name: string, last: Item[], reason: string]>([
  ['without a record known to be its last', [], 'the script ended without a final record.'],
  ['with a cut', [cut()], 'the connection was cut without a final record.'],
])('says so when a stream ends %s', async (_, last, reason) => {
  expect(await through([one, ...last], dropFinalBlankLine())).toEqual({
    items: [one],
    error: new RangeError(`Failed to apply dropFinalBlankLine(): ${reason}`),
  })
})
