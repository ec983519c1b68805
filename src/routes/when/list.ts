/** How many things a message names. */
export const NAMED = 5

/** Things in words, and how many more there are: `"a", "b" and 37 more`. */
export function list(things: readonly string[]): string {
  const rest = things.length - NAMED
  return `${things.slice(0, NAMED).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`
}
