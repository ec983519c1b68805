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

/** One header as it is sent. A list makes several headers of one name. */
type WireHeader = readonly [name: string, value: HeaderValue]

/** Headers as they are sent, each name once. */
export type WireHeaders = readonly WireHeader[]

/**
 * Merges sets of headers. A later set replaces the headers of an earlier set by name, in any case
 * of letters, and null removes a header. The values of a name that a set repeats are joined.
 */
export function mergeHeaders(...sets: ReadonlyArray<HeaderFields | undefined>): WireHeaders {
  const merged: WireHeader[] = []
  // At the end: a header that is removed and then set again keeps its place.
  for (const [name, value] of combineHeaders(sets)) if (value !== null) merged.push([name, value])
  return merged
}

/**
 * Merges the headers of one response after the other, where all but one header are the same: to
 * merge twenty headers takes as long as to encode several events.
 */
export class HeaderMerger {
  #sets: ReadonlyArray<HeaderFields | undefined> = []
  #merged: WireHeaders = []
  /** The place of the changing header; -1 where a later set replaces or removes it. */
  #place = -1

  /**
   * Merges sets as {@link mergeHeaders} does. Only frozen records are remembered: a test may change any other.
   *
   * @param changing The header that differs from response to response, between the sets before and after.
   */
  merge(
    before: ReadonlyArray<HeaderFields | undefined>,
    [name, value]: readonly [name: string, value: string],
    after: ReadonlyArray<HeaderFields | undefined>,
  ): WireHeaders {
    const sets = [...before, ...after]
    if (!areSame(sets, this.#sets)) {
      this.#sets = sets.every(isConstant) ? sets : []
      this.#merged = mergeHeaders(...before, [[name, PLACE]], ...after)
      this.#place = this.#merged.findIndex(([, merged]) => merged === PLACE)
    }
    return this.#place < 0 ? this.#merged : this.#merged.with(this.#place, [name, value])
  }
}

/** Recognizes a set of headers that cannot change. */
function isConstant(set: HeaderFields | undefined): boolean {
  if (set === undefined) return true
  if (Symbol.iterator in set || !Object.isFrozen(set)) return false
  return Object.values(set).every((value) => !Array.isArray(value))
}

/** Holds the place of a header. No header has a line break in its value. */
const PLACE = '\n'

/** Compares lists by the identity of their items. */
export function areSame(some: readonly unknown[], others: readonly unknown[]): boolean {
  let index = 0
  while (index < some.length && some[index] === others[index]) index++
  return index === some.length && index === others.length
}

/** Merges sets of headers for a response. */
export function headersOf(...sets: ReadonlyArray<HeaderFields | undefined>): HeadersInit {
  return toHeadersInit(mergeHeaders(...sets))
}

/** Gives headers in a form that Fetch takes: a record, which it reads in half of the time, or else pairs. */
export function toHeadersInit(headers: WireHeaders): HeadersInit {
  const values = Object.fromEntries(headers)
  return areTexts(values) ? values : pairsOf(headers)
}

/** Recognizes headers without lists of values. */
function areTexts(headers: Record<string, HeaderValue>): headers is Record<string, string> {
  for (const name in headers) if (typeof headers[name] !== 'string') return false
  return true
}

/** Lists headers as pairs. A name is repeated for each of its values. */
function pairsOf(headers: WireHeaders): Array<[name: string, value: string]> {
  // An older copy of the package gives a map.
  return Array.from(headers).flatMap(([name, value]) =>
    [value].flat().map((one): [string, string] => [name, one]),
  )
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

/** Headers by their names in small letters, with null for each header that has to be removed. */
type Combined = Map<string, HeaderValue | null>

/** Merges headers, and keeps the null of each header that has to be removed from other headers. */
export function combineHeaders(sets: ReadonlyArray<HeaderFields | undefined>): Combined {
  // Not a record, which the engine makes slow at the thirteenth header: most responses have more.
  const combined: Combined = new Map()
  for (const set of sets) {
    if (set === undefined) continue
    if (Symbol.iterator in set) addPairs(combined, set)
    else addRecord(combined, set)
  }
  return combined
}

/** Adds pairs. The values of a repeated name are joined, as Fetch does, except for cookies. */
function addPairs(
  combined: Combined,
  pairs: Iterable<readonly [name: string, value: string]>,
): void {
  const fields = new Map<string, HeaderValue>()
  for (const [name, value] of pairs) {
    const key = name.toLowerCase()
    const values = fields.get(key)
    if (key === 'set-cookie') fields.set(key, [...(values ?? []), String(value)])
    else fields.set(key, values === undefined ? String(value) : `${String(values)}, ${value}`)
  }
  for (const [name, value] of fields) combined.set(name, value)
}

function addRecord(
  combined: Combined,
  record: Readonly<Record<string, HeaderValue | null | undefined>>,
): void {
  for (const name in record) {
    const value = record[name]
    if (value === undefined) continue
    combined.set(name.toLowerCase(), value === null || Array.isArray(value) ? value : String(value))
  }
}

/** Recognizes a record, or a list of pairs of a name and a value. */
function areFields(given: HeaderFields): boolean {
  if (!(Symbol.iterator in given)) return true
  return [...given].every((pair) => Array.isArray(pair) && pair.length === 2)
}
