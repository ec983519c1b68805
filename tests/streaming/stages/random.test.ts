import { expect, it } from 'vitest'
import { random } from '../../../src/streaming/stages/tempo.js'

// As other implementations of mulberry32 have it.
it.each<[seed: number, numbers: number[]]>([
  [0, [1144304738, 1416247, 958946056]],
  [1, [2693262067, 11749833, 2265367787]],
])('gives the same numbers for seed %d everywhere', (seed, numbers) => {
  const next = random(seed)

  expect(numbers.map(() => next())).toEqual(numbers)
})

it('takes any integer for a seed', () => {
  expect(random(-1)()).toBe(random(2 ** 32 - 1)())
})
