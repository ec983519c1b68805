/** Headers in any form that Fetch accepts. In a record, null removes a header, and undefined changes nothing. */
export type HeaderFields =
  | Headers
  | ReadonlyArray<readonly [name: string, value: string]>
  | Readonly<Record<string, string | null | undefined>>

/**
 * Merges sets of headers. A later set replaces the headers of an earlier set by name, in any case of
 * letters, and null removes a header. The values of a name that a set repeats are joined.
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

/** Merges headers, and keeps the null of each header that has to be removed from other headers. */
export function combineHeaders(
  sets: ReadonlyArray<HeaderFields | undefined>,
): Record<string, string | null> {
  const combined: Record<string, string | null> = {}
  for (const set of sets) {
    if (set !== undefined)
      Object.assign(combined, Symbol.iterator in set ? ofPairs(set) : ofRecord(set))
  }
  return combined
}

/** Joins the values of a repeated name, as Fetch does. */
function ofPairs(pairs: Iterable<readonly [name: string, value: string]>): Record<string, string> {
  const fields: Record<string, string> = {}
  for (const [name, value] of pairs) {
    const key = name.toLowerCase()
    fields[key] = key in fields ? `${fields[key]}, ${value}` : String(value)
  }
  return fields
}

function ofRecord(
  record: Readonly<Record<string, string | null | undefined>>,
): Record<string, string | null> {
  const fields: Record<string, string | null> = {}
  for (const name in record) {
    const value = record[name]
    if (value !== undefined) fields[name.toLowerCase()] = value === null ? null : String(value)
  }
  return fields
}
