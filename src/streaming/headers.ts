/**
 * Headers in any form that Fetch accepts. In a record, null removes a header, undefined changes
 * nothing, and a list makes several headers of one name, such as cookies.
 */
export type HeaderFields =
  | Headers
  | ReadonlyArray<readonly [name: string, value: string]>
  | Readonly<Record<string, HeaderValue | null | undefined>>

/** The value of a header, or the values of several headers of one name. */
type HeaderValue = string | readonly string[]

/**
 * Merges sets of headers. A later set replaces the headers of an earlier set by name, in any case
 * of letters, and null removes a header. The values of a name that a set repeats are joined.
 */
export function mergeHeaders(
  ...sets: ReadonlyArray<HeaderFields | undefined>
): Record<string, HeaderValue> {
  const merged = combineHeaders(sets)
  // At the end: a header that is removed and then set again keeps its place.
  for (const name in merged) if (merged[name] === null) delete merged[name]
  // Without the null of each removed header.
  return merged as Record<string, HeaderValue>
}

/** Headers as they are sent: a record, or pairs where a name is repeated. */
export type WireHeaders = Record<string, string> | Array<[name: string, value: string]>

/** Merges sets of headers for a response: to a record, which Fetch reads in half of the time, or else to pairs. */
export function headersOf(...sets: ReadonlyArray<HeaderFields | undefined>): WireHeaders {
  const merged = mergeHeaders(...sets)
  if (areTexts(merged)) return merged

  return Object.entries(merged).flatMap(([name, value]) =>
    [value].flat().map((one): [string, string] => [name, one]),
  )
}

/** Recognizes headers without lists of values. */
function areTexts(headers: Record<string, HeaderValue>): headers is Record<string, string> {
  for (const name in headers) if (typeof headers[name] !== 'string') return false
  return true
}

/**
 * Checks headers that plain JavaScript may have given.
 *
 * @param failure The first words of the error message.
 * @throws {TypeError} When the value is no headers of a response.
 */
export function checkHeaders(given: HeaderFields | undefined, failure: string): void {
  if (given === undefined) return
  try {
    if (!areFields(given)) throw new TypeError('Pairs are of a name and a value')
    void new Headers(headersOf(given))
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new TypeError(`${failure}: expected headers in a form that Fetch takes. ${reason}.`, {
      cause,
    })
  }
}

/** Merges headers, and keeps the null of each header that has to be removed from other headers. */
export function combineHeaders(
  sets: ReadonlyArray<HeaderFields | undefined>,
): Record<string, HeaderValue | null> {
  const combined: Record<string, HeaderValue | null> = {}
  for (const set of sets) {
    if (set === undefined) continue
    if (Symbol.iterator in set) Object.assign(combined, ofPairs(set))
    else addRecord(combined, set)
  }
  return combined
}

/** Makes a record of pairs. The values of a repeated name are joined, as Fetch does, except for cookies. */
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

function addRecord(
  fields: Record<string, HeaderValue | null>,
  record: Readonly<Record<string, HeaderValue | null | undefined>>,
): void {
  for (const name in record) {
    const value = record[name]
    if (value === undefined) continue
    fields[name.toLowerCase()] = value === null || Array.isArray(value) ? value : String(value)
  }
}

/** Recognizes a record, or a list of pairs of a name and a value. */
function areFields(given: HeaderFields): boolean {
  if (!(Symbol.iterator in given)) return true
  return [...given].every((pair) => Array.isArray(pair) && pair.length === 2)
}
