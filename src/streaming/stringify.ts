type Fields = Readonly<Record<string, unknown>>

/** The fields with which events in a row begin, and their JSON without the last brace. */
interface Head {
  readonly keys: readonly string[]
  readonly values: readonly unknown[]
  readonly json: string
  /** The keys behind the head, and their JSON with a comma in front and a colon behind. */
  readonly restKeys: string[]
  readonly restNames: string[]
}

/** The fewest fields of a head. The JSON of fewer is written as fast as their values are compared. */
const LEAST = 4
/** The most fields behind a head, each of which is written on its own. */
const MOST_BEHIND = 3

let head: Head | undefined
let previous: Fields = {}

/**
 * Writes a value as JSON.
 *
 * @throws {TypeError} When the value has no JSON.
 */
export function stringify(value: unknown): string {
  return checked(toJSON(value), value)
}

/**
 * Writes the next event of a stream as JSON. Chunks of a chat completion differ in their last fields
 * alone: the text of the fields in front is used again, which takes half of the time.
 *
 * @throws {TypeError} When the event has no JSON.
 */
export function stringifyNext(event: unknown): string {
  if (!isPlain(event)) return stringify(event)
  return (head && withHead(event, head)) ?? checked(learn(event), event)
}

function toJSON(value: unknown): string | undefined {
  return JSON.stringify(value)
}

function checked(json: string | undefined, value: unknown): string {
  if (json !== undefined) return json
  throw new TypeError(`Failed to stringify ${typeof value}: JSON has no such value.`)
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
  const { keys, values, json } = known
  const count = keys.length
  let text = json
  let index = 0
  for (const key in event) {
    const value = event[key]
    if (index >= count) {
      // JSON omits a field that code of the test has added to every object.
      const isWritten = isOrdinary(value) && Object.hasOwn(event, key)
      const part = isWritten ? toJSON(value) : undefined
      if (part === undefined) return undefined
      text += nameOf(key, index - count, known) + part
    } else if (key !== keys[index] || value !== values[index]) return undefined
    index++
  }
  return index < count ? undefined : `${text}}`
}

/** Recognizes a value whose JSON does not depend on its key, which a `toJSON()` gets. */
function isOrdinary(value: unknown): boolean {
  return typeof value !== 'object' || value === null || !('toJSON' in value)
}

function nameOf(key: string, index: number, { restKeys, restNames }: Head): string {
  if (restKeys[index] !== key) {
    restKeys[index] = key
    restNames[index] = `,${JSON.stringify(key)}:`
  }
  return restNames[index] ?? ''
}

/** Writes an event, and takes the fields that it shares with the event before as the new head. */
function learn(event: Fields): string | undefined {
  const last = previous
  previous = event
  let count = 0
  for (const key in event) {
    if (event[key] !== last[key] || !isPrimitive(event[key])) break
    count++
  }
  if (count >= LEAST) head = headOf(event, count)
  return toJSON(event)
}

function headOf(event: Fields, count: number): Head | undefined {
  const all = Object.keys(event)
  if (all.length - count > MOST_BEHIND || all.includes('__proto__')) return undefined

  const keys = all.slice(0, count)
  const fields: Record<string, unknown> = {}
  for (const key of keys) fields[key] = event[key]
  return {
    keys,
    values: Object.values(fields),
    json: JSON.stringify(fields).slice(0, -1),
    // Another stream of the same endpoint has the same fields behind its head.
    restKeys: head?.restKeys ?? [],
    restNames: head?.restNames ?? [],
  }
}

/** Recognizes a value that is written in the same way wherever it is. */
function isPrimitive(value: unknown): boolean {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value)
}
