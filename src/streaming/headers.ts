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
  for (const [name, value] of Object.entries(combineHeaders(sets))) {
    if (value !== null) merged[name] = value
  }
  return merged
}

/** Merges headers, and keeps null for those that are to be taken away from others. */
export function combineHeaders(
  sets: ReadonlyArray<HeaderFields | undefined>,
): Record<string, string | null> {
  const combined: Record<string, string | null> = {}
  for (const set of sets) {
    if (set === undefined) continue
    for (const [name, value] of entriesOf(set)) {
      if (value !== undefined) combined[name.toLowerCase()] = value === null ? null : String(value)
    }
  }
  return combined
}

function entriesOf(
  set: HeaderFields,
): Iterable<readonly [name: string, value: string | null | undefined]> {
  return Symbol.iterator in set ? set : Object.entries(set)
}
