import { byDistance, MOST_NAMED, type Comparison, type Difference } from './comparison.js'

/** The differences between a call and the condition of one `when()`. */
export interface Miss extends Comparison {
  /** The description of the condition, such as `hasTool("get_weather")`. */
  readonly condition: string
}

/** The most differences that the message prints for each `when()`. */
const MOST_DIFFERENCES = 3

/**
 * The error of a call that meets no condition of a `when()`: the `cause` of an
 * `UnansweredCallError`. The message names the nearest conditions, with their differences.
 *
 * @example
 * expect(route.calls[0]?.error).toHaveProperty('cause', expect.any(NoMatchError))
 */
export class NoMatchError extends Error {
  override readonly name = 'NoMatchError'

  constructor(
    /** One miss for each `when()`, in the order of the answer. */
    readonly misses: readonly Miss[],
  ) {
    super(explain(misses))
  }
}

function explain(misses: readonly Miss[]): string {
  const [nearest, ...others] = misses.toSorted(byDistance)
  if (!nearest) return 'there is no when().'
  if (others.length === 0) return `when(${nearest.condition}) ${describe(nearest)}.`

  return [
    `none of ${misses.length} when() matched. The nearest, when(${nearest.condition}), ${describe(nearest)}.`,
    others.length > 1 ? 'The others:' : 'The other:',
    ...linesOf(misses, others.slice(0, MOST_NAMED)),
    ...(others.length > MOST_NAMED ? [`- and ${others.length - MOST_NAMED} more.`] : []),
  ].join('\n')
}

/** Describes each of the chosen misses on one line, in the order of all misses. */
function linesOf(misses: readonly Miss[], chosen: readonly Miss[]): string[] {
  return misses
    .filter((miss) => chosen.includes(miss))
    .map((miss) => `- when(${miss.condition}) ${describe(miss)}.`)
}

function describe({ differences }: Miss): string {
  const described = differences.slice(0, MOST_DIFFERENCES).map(describeDifference)
  const rest = differences.length - described.length
  return `differs ${described.join('; ')}${rest > 0 ? `; and in ${rest} more` : ''}`
}

function describeDifference({ at, expected, received }: Difference): string {
  return `at ${at}: expected ${expected}, received ${received}`
}
