import type { Keywords } from './keywords.js'

/** The number of steps to try from a bound. */
const STEPS = 1000

/**
 * Lists numbers for a schema: from 1 on, or from the least valid one above 1, and then those below.
 *
 * @param index The place among the items of a list: another item has another number.
 */
export function* numberCandidates(hints: Keywords, index: number): Generator<number> {
  const low = Math.max(
    Number(hints.minimum ?? -Infinity),
    Number(hints.exclusiveMinimum ?? -Infinity),
  )
  const high = Math.min(
    Number(hints.maximum ?? Infinity),
    Number(hints.exclusiveMaximum ?? Infinity),
  )
  const step = Number(hints.multipleOf ?? 1)
  const first = Math.ceil(Math.max(1, low) / step)

  for (let count = first + index; count <= first + STEPS && count * step <= high; count++) {
    yield count * step
  }
  yield* [first * step, 0, low, (low + high) / 2, high].filter((one) => Number.isFinite(one))

  const last = Math.floor(Math.min(1, high) / step)
  for (let count = last; count >= last - STEPS && count * step >= low; count--) yield count * step
}
