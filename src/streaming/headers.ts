/** Headers in any form that Fetch takes. In a record, null takes a header away, and undefined changes nothing. */
export type HeaderFields =
  | Headers
  | ReadonlyArray<readonly [name: string, value: string]>
  | Readonly<Record<string, string | null | undefined>>

/**
 * Merges headers. Later ones replace earlier ones, however their names are written, and null takes
 * one away.
 */
export function mergeHeaders(
  ...sets: ReadonlyArray<HeaderFields | undefined>
): Record<string, string> {
  const merged: Record<string, string> = {}
  for (const set of sets) {
    if (set === undefined) continue
    for (const [name, value] of entriesOf(set)) {
      if (value === null) delete merged[name.toLowerCase()]
      else if (value !== undefined) merged[name.toLowerCase()] = String(value)
    }
  }
  return merged
}

function entriesOf(
  set: HeaderFields,
): Iterable<readonly [name: string, value: string | null | undefined]> {
  return Symbol.iterator in set ? set : Object.entries(set)
}
