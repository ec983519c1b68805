import type { Comparison, Difference } from './comparison.js'

/** How a call missed one `when()`. */
export interface Miss extends Comparison {
  /** What the matcher says of itself. */
  readonly matcher: string
}

/** How many differences of the nearest one are told. */
const TOLD = 3

/** No `when()` matched a call. `misses` say how near each of them came. */
export class NoMatchError extends Error {
  override readonly name = 'NoMatchError'

  constructor(
    /** One for each `when()`, in their order. */
    readonly misses: readonly Miss[],
  ) {
    super(explain(misses))
  }
}

function explain(misses: readonly Miss[]): string {
  const [nearest, ...others] = misses.toSorted(byDistance)
  if (!nearest) return 'there is no when().'
  if (others.length === 0) return `when(${nearest.matcher}) ${spell(nearest)}.`

  const lines = misses
    .filter((miss) => miss !== nearest)
    .map((miss) => `- when(${miss.matcher}) ${spell(miss)}.`)
  return [
    `none of ${misses.length} when() matched. The nearest, when(${nearest.matcher}), ${spell(nearest)}.`,
    lines.length > 1 ? 'The others:' : 'The other:',
    ...lines,
  ].join('\n')
}

/** The fewest differences, and of as many, the most that was right. */
function byDistance(one: Miss, other: Miss): number {
  return one.differences.length - other.differences.length || other.matched - one.matched
}

function spell({ differences }: Miss): string {
  const told = differences.slice(0, TOLD).map(spellDifference)
  const rest = differences.length - told.length
  return `differs ${told.join('; ')}${rest > 0 ? `; and in ${rest} more` : ''}`
}

function spellDifference({ at, expected, received }: Difference): string {
  return `at ${at}: expected ${expected}, received ${received}`
}
