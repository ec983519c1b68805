import { isCount } from '../stages/argument.js'
import { random } from '../stages/random.js'

/** Which splits of three reads and more to try. */
export interface RandomSplits {
  /** How many to choose; 100 unless given. Those that come to two reads, or one, are left out. */
  readonly runs?: number | undefined
  /** An integer that chooses them; the same ones unless given. */
  readonly seed?: number | undefined
}

/** @throws {RangeError} Unless `runs` counts something, and `seed` is an integer. */
export function checkRandom({ runs = 100, seed = 1 }: RandomSplits): void {
  if (isCount(runs) && Number.isSafeInteger(seed)) return
  throw new RangeError(`Failed to choose ${runs} splits by seed ${seed}: expected integers.`)
}

/** Every position between `length` bytes. */
export function everyPosition(length: number): number[] {
  return Array.from({ length: Math.max(0, length - 1) }, (_, index) => index + 1)
}

/** Sets of two positions or more between `length` bytes: one in two of them, one in four, and so on. */
export function randomPositions(
  length: number,
  { runs = 100, seed = 1 }: RandomSplits,
): Array<readonly number[]> {
  const next = random(seed)
  const densities = Math.max(1, Math.floor(Math.log2(length)) - 2)
  const all = everyPosition(length)

  return Array.from({ length: runs }, (_, run) => 2 ** (1 + (run % densities)))
    .map((gap) => all.filter(() => next() % gap === 0))
    .filter((positions) => positions.length > 1)
    .toSorted((one, other) => one.length - other.length || Number(one[0]) - Number(other[0]))
}
