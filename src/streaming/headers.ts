/**
 * Headers in any form that Fetch takes. In a record, null takes a header away, undefined changes
 * nothing, and a list is a header for each of its values, such as cookies.
 */
export type HeaderFields =
  | Headers
  | ReadonlyArray<readonly [name: string, value: string]>
  | Readonly<Record<string, HeaderValue | null | undefined>>

/** The value of a header, or the values of several headers of one name. */
type HeaderValue = string | readonly string[]

/**
 * Merges sets of headers. A later set replaces the headers of an earlier one, however their names are
 * written, and null takes one away. A name that one set has several times has all of its values.
 */
export function mergeHeaders(
  ...sets: ReadonlyArray<HeaderFields | undefined>
): Record<string, HeaderValue> {
  const merged: Record<string, HeaderValue> = {}
  for (const [name, value] of Object.entries(combineHeaders(sets))) {
    if (value !== null) merged[name] = value
  }
  return merged
}

/** Makes the headers of a response of merged sets. */
export function headersOf(...sets: ReadonlyArray<HeaderFields | undefined>): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(mergeHeaders(...sets))) {
    for (const one of [value].flat()) headers.append(name, one)
  }
  return headers
}

/**
 * Checks headers that plain JavaScript may have given.
 *
 * @param failure The first words of the error.
 * @throws {TypeError} When no response can have them.
 */
export function checkHeaders(given: HeaderFields | undefined, failure: string): void {
  if (given === undefined) return
  try {
    if (!areFields(given)) throw new TypeError('Pairs are of a name and a value')
    headersOf(given)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new TypeError(`${failure}: expected headers in a form that Fetch takes. ${reason}.`, {
      cause,
    })
  }
}

/** Merges headers, and keeps null for those that are to be taken away from others. */
export function combineHeaders(
  sets: ReadonlyArray<HeaderFields | undefined>,
): Record<string, HeaderValue | null> {
  const combined: Record<string, HeaderValue | null> = {}
  for (const set of sets) {
    if (set !== undefined)
      Object.assign(combined, Symbol.iterator in set ? ofPairs(set) : ofRecord(set))
  }
  return combined
}

/** Joins the values of a repeated name, as Fetch does: those of cookies stay apart. */
function ofPairs(
  pairs: Iterable<readonly [name: string, value: string]>,
): Record<string, HeaderValue> {
  const fields: Record<string, HeaderValue> = {}
  for (const [name, value] of pairs) {
    const key = name.toLowerCase()
    if (key === 'set-cookie') fields[key] = [...(fields[key] ?? []), String(value)]
    else
      fields[key] = Object.hasOwn(fields, key) ? `${String(fields[key])}, ${value}` : String(value)
  }
  return fields
}

function ofRecord(
  record: Readonly<Record<string, HeaderValue | null | undefined>>,
): Record<string, HeaderValue | null> {
  const fields: Record<string, HeaderValue | null> = {}
  for (const name in record) {
    const value = record[name]
    if (value === undefined) continue
    fields[name.toLowerCase()] = value === null || Array.isArray(value) ? value : String(value)
  }
  return fields
}

/** Recognizes a record, or pairs that are some. */
function areFields(given: HeaderFields): boolean {
  if (!(Symbol.iterator in given)) return true
  return [...given].every((pair) => Array.isArray(pair) && pair.length === 2)
}
