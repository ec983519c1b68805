import { editDistance } from './edit-distance.js'

/** The most characters of a name that is compared. A longer one is no name that somebody mistyped. */
const LONGEST_NAME = 100

/** The most names that are compared, so that a long list takes no time. */
const MOST_NAMES = 200

/**
 * Finds the name that an author probably meant: `text` for `txt`, `toolCalls` for `tool_calls`.
 * Undefined where no name is near.
 */
export function nearestName(wrong: string, names: readonly string[]): string | undefined {
  if (wrong.length > LONGEST_NAME || names.length > MOST_NAMES) return undefined

  const letters = lettersOf(wrong)
  const [nearest] = names
    .map((name) => ({ name, distance: distanceOf(letters, lettersOf(name)) }))
    .toSorted((one, other) => one.distance - other.distance)
  const most = Math.ceil(letters.length / 3)
  return nearest && nearest.distance <= most ? nearest.name : undefined
}

/** Gives the distance of a name, of which the beginning or the end may be enough. */
function distanceOf(letters: string, name: string): number {
  const isPart = letters.length > 2 && (name.startsWith(letters) || name.endsWith(letters))
  return isPart ? 0.5 : editDistance(letters, name)
}

function lettersOf(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '')
}
