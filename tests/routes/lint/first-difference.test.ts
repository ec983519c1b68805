import { expect, it } from 'vitest'
import { firstDifference } from '../../../src/routes/lint/first-difference.js'

/** Makes a list in a list, and so on. */
function nested(depth: number, inside: unknown): unknown {
  return JSON.parse(`${'['.repeat(depth)}${JSON.stringify(inside)}${']'.repeat(depth)}`)
}

it.each([
  [{ a: [{ b: 1 }] }, { a: [{ b: 2 }] }, 'a.0.b'],
  [{ a: 1 }, { a: 1, b: 2 }, 'b'],
  [[1], [1, 2], 'length'],
  [{ a: [] }, { a: {} }, 'a'],
  [{ a: { b: 1 }, c: 1 }, { a: { b: 2 }, c: 2 }, 'a.b'],
  [1, 2, ''],
])('finds where %j and %j differ', (one, other, path) => {
  expect(firstDifference(one, other)?.path).toBe(path)
})

it.each([
  [{ 'a.b': 1, a: { b: 2 } }, { 'a.b': 3, a: { b: 2 } }, 1, 3],
  [{ a: 1 }, { a: 1, b: undefined, c: 2 }, undefined, 2],
  [[1], [1, 2], 1, 2],
])('gives the values that differ: %j and %j', (left, right, one, other) => {
  expect(firstDifference(left, right)).toMatchObject({ one, other })
})

it('takes -0 for 0, which a server may round it to, and NaN for itself', () => {
  expect(firstDifference({ logprob: -0, x: NaN }, { logprob: 0, x: NaN })).toBeUndefined()
})

it('compares values of any depth', () => {
  expect(firstDifference(nested(50_000, 1), nested(50_000, 1))).toBeUndefined()
  expect(firstDifference(nested(50_000, 1), nested(50_000, 2))?.path).toBe(
    Array(50_000).fill(0).join('.'),
  )
})
