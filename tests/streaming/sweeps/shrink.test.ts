import { expect, it } from 'vitest'
import { shrink } from '../../../src/streaming/sweeps/every-split.js'

const parts = [1, 2, 3, 4, 5, 6, 7, 8, 9]

it.each<[name: string, needed: number[]]>([
  ['one part', [6]],
  ['parts side by side', [4, 5]],
  ['parts far apart', [1, 9]],
  ['every part', parts],
])('removes all but %s', async (_, needed) => {
  const kept = await shrink(parts, async (fewer) => needed.every((part) => fewer.includes(part)))

  expect(kept).toEqual(needed)
})

it('keeps all parts where it fails with none of them removed, and never tries without any', async () => {
  const tried: Array<readonly number[]> = []
  const kept = await shrink([1, 2], async (fewer) => {
    tried.push(fewer)
    return false
  })

  expect(kept).toEqual([1, 2])
  expect(tried).toEqual([[2], [1]])
})
