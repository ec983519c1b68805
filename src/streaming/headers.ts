/** Headers in any form that Fetch takes. In a record, null takes a header away, and undefined changes nothing. */
export type HeaderFields =
  | Headers
  | ReadonlyArray<readonly [name: string, value: string]>
  | Readonly<Record<string, string | null | undefined>>

/**
 * Merges sets of headers. A later set replaces the headers of an earlier one, however their names are
 * written, and null takes one away. A name that one set has several times has all of its values.
 */
export function mergeHeaders(
  ...sets: ReadonlyArray<HeaderFields | undefined>
): Record<string, string> {
  const merged: Record<string, string> = {}
  for (const set of sets) {
    if (set === undefined) continue
    for (const [name, values] of valuesOf(set)) {
      if (values.includes(null)) delete merged[name]
      else merged[name] = values.join(', ')
    }
  }
  return merged
}

/** Gives the values of each name in lower case. */
function valuesOf(set: HeaderFields): Map<string, Array<string | null>> {
  const values = new Map<string, Array<string | null>>()
  for (const [name, value] of entriesOf(set)) {
    const key = name.toLowerCase()
    if (value !== undefined) values.set(key, [...(values.get(key) ?? []), value])
  }
  return values
}

function entriesOf(
  set: HeaderFields,
): Iterable<readonly [name: string, value: string | null | undefined]> {
  return Symbol.iterator in set ? set : Object.entries(set)
}
