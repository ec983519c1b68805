type Fields = Readonly<Record<string, unknown>>

/** The first fields of an event, up to a value that has parts. */
interface Beginning {
  readonly keys: readonly string[]
  readonly values: readonly unknown[]
}

/** The fields with which events in a row begin. */
interface Head extends Beginning {
  /** The JSON of the fields, without the last brace. */
  readonly json: string
  /** The fields behind the head, by their places. */
  readonly behind: FieldBehind[]
  /** The number of events that have been written with the head. */
  uses: number
}

/** A field behind a head. */
interface FieldBehind {
  readonly key: string
  /** The JSON of the key, with a comma in front and a colon behind. */
  readonly name: string
}

/** The fewest fields of a head. The JSON of fewer is written as fast as their values are compared. */
const LEAST = 4
/** The most fields behind a head, each of which is written on its own. */
const MOST_BEHIND = 3

let head: Head | undefined
let last: Beginning = { keys: [], values: [] }

/**
 * Writes a value as JSON.
 *
 * @throws {TypeError} When the value has no JSON.
 */
export function stringify(value: unknown): string {
  const json = toJSON(value)
  if (json !== undefined) return json
  throw new TypeError(`Failed to stringify ${typeof value}: JSON has no such value.`)
}

/**
 * Writes the next event of a stream as JSON. Chunks of a chat completion differ in their last fields
 * alone: the text of the fields in front is used again, which takes half of the time.
 *
 * @throws {TypeError} When the event has no JSON.
 */
export function stringifyNext(event: unknown): string {
  if (!isPlain(event)) return stringify(event)
  return (head && withHead(event, head)) ?? learn(event)
}

function toJSON(value: unknown): string | undefined {
  return JSON.stringify(value)
}

/** Recognizes an object of this realm without a class. */
function isPlain(value: unknown): value is Fields {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.getPrototypeOf(value) === Object.prototype &&
    !('toJSON' in value)
  )
}

/** Writes an event that begins with a head; undefined for any other event. */
function withHead(event: Fields, known: Head): string | undefined {
  const { keys, values } = known
  const count = keys.length
  let text = known.json
  let index = 0
  for (const key in event) {
    const value = event[key]
    if (index >= count) {
      // JSON omits a field that code of a test has added to every object.
      const isWritten = isOrdinary(value) && Object.hasOwn(event, key)
      const json = isWritten ? toFieldJSON(key, value, index - count, known.behind) : undefined
      if (json === undefined) return undefined
      text += json
    } else if (key !== keys[index] || value !== values[index]) return undefined
    index++
  }
  if (index < count) return undefined
  known.uses++
  return `${text}}`
}

/** Recognizes a value whose JSON does not depend on its key, which a `toJSON()` gets. */
function isOrdinary(value: unknown): boolean {
  return typeof value !== 'object' || value === null || !('toJSON' in value)
}

/** Writes a field behind a head; undefined for a field that JSON omits. */
function toFieldJSON(
  key: string,
  value: unknown,
  index: number,
  behind: FieldBehind[],
): string | undefined {
  let field = behind[index]
  if (field?.key !== key) {
    field = { key, name: `,${JSON.stringify(key)}:` }
    behind[index] = field
  }
  const json = toJSON(value)
  return json && field.name + json
}

/** Writes an event without its head, and makes the head for the events behind. */
function learn(event: Fields): string {
  const json = stringify(event)
  const before = last
  last = beginningOf(event)
  const count = countHead(last, before)
  if (count < LEAST || Object.keys(event).length - count > MOST_BEHIND) return json

  // Without a prototype, so that `__proto__` is a field like any other. Each value has been read once.
  const fields: Record<string, unknown> = Object.create(null)
  const keys = last.keys.slice(0, count)
  for (const [index, key] of keys.entries()) fields[key] = last.values[index]
  head = {
    keys,
    values: last.values.slice(0, count),
    json: JSON.stringify(fields).slice(0, -1),
    // Another stream of the same endpoint has the same fields behind its head.
    behind: head?.behind ?? [],
    uses: 0,
  }
  return json
}

/** Counts the fields of a new head: those of the event before, or as many as the last head has. */
function countHead({ keys, values }: Beginning, before: Beginning): number {
  const shared = Math.min(countSame(keys, before.keys), countSame(values, before.values))
  // Another stream has another id. A head that was of no use is not followed by the like.
  const known = head && head.uses > 1 ? head.keys : []
  return countSame(known, keys) === known.length ? Math.max(shared, known.length) : shared
}

/** Takes the first fields of an event, up to a value that has parts. */
function beginningOf(event: Fields): Beginning {
  const keys: string[] = []
  const values: unknown[] = []
  for (const key of Object.keys(event)) {
    const value = event[key]
    if (!isLeaf(value)) break
    keys.push(key)
    values.push(value)
  }
  return { keys, values }
}

/** Counts the items with which two lists begin. */
function countSame(some: readonly unknown[], others: readonly unknown[]): number {
  let count = 0
  while (count < some.length && count < others.length && some[count] === others[count]) count++
  return count
}

/** Recognizes a value that is written in the same way wherever it is. */
function isLeaf(value: unknown): boolean {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value)
}
