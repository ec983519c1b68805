import type { Comparison, Difference } from './comparison.js'
import { NAMED } from './list.js'

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

  return [
    `none of ${misses.length} when() matched. The nearest, when(${nearest.matcher}), ${spell(nearest)}.`,
    others.length > 1 ? 'The others:' : 'The other:',
    ...linesOf(misses, others.slice(0, NAMED)),
    ...(others.length > NAMED ? [`- and ${others.length - NAMED} more.`] : []),
  ].join('\n')
}

/** One line for each that is told, in their own order. */
function linesOf(misses: readonly Miss[], told: readonly Miss[]): string[] {
  return misses
    .filter((miss) => told.includes(miss))
    .map((miss) => `- when(${miss.matcher}) ${spell(miss)}.`)
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
