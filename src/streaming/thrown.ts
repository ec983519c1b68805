/** Matches the messages of V8 for a `yield*` of a value that is not iterable. The last two are for async generators. */
const NOT_ITERABLE =
  /is not (?:async )?iterable|Symbol\.asyncIterator|^undefined is not a function$/

/**
 * Explains a thrown value of any type: the message of an error, or the value itself. Never throws.
 */
export function explainThrown(error: unknown): string {
  try {
    if (isError(error)) return `${error.message}${hintFor(error)}`
    return typeof error === 'object' && error !== null ? explainObject(error) : String(error)
  } catch {
    // A proxy or a getter may throw at any access.
    return `it threw ${tagOf(error)}, which is no Error.`
  }
}

/** Explains the message of V8 for a `yield*` of a single event. */
function hintFor({ message }: Error): string {
  return NOT_ITERABLE.test(message)
    ? '. Where a yield* is the reason: yield* takes several events, such as those of a method of a writer. Yield a single event with yield.'
    : ''
}

/** Describes a thrown object that is no Error: by its own text, or else by its JSON. */
function explainObject(error: object): string {
  return textOf(error) ?? `it threw ${printed(error)}, which is no Error.`
}

/** Gives the text of an object with a `toString()` of its own; undefined for any other. */
function textOf(error: object): string | undefined {
  if (typeof error.toString !== 'function' || Array.isArray(error)) return undefined
  const text = String(error)
  return text.startsWith('[object ') ? undefined : text
}

/** Recognizes an error, of Jest's realm too. */
function isError(value: unknown): value is Error {
  return value instanceof Error || tagOf(value) === '[object Error]'
}

/** Gives the tag of a value, such as `[object Map]`. Never throws. */
export function tagOf(value: unknown): string {
  try {
    return Object.prototype.toString.call(value)
  } catch {
    // A proxy may throw even here.
    return 'an object that cannot be printed'
  }
}

/** Reads the name of a thrown value; undefined where the name cannot be read. */
export function nameOf(error: unknown): unknown {
  try {
    return Reflect.get(Object(error), 'name')
  } catch {
    // A proxy or a getter may throw. Such a value has no name.
    return undefined
  }
}

/** Writes a thrown value as a runtime does: `TypeError: terminated`. Never throws. */
export function textOfThrown(error: unknown): string {
  try {
    return String(error)
  } catch {
    // Such as an object without a prototype.
    return tagOf(error)
  }
}

/** Prints an error; its text alone where a part of the error cannot be printed. Never throws. */
export function printError(error: unknown): void {
  try {
    console.error(error)
  } catch {
    console.error(textOfThrown(error))
  }
}

/** Writes a value of any type as JSON, or else by its own text or its tag. Never throws. */
export function printed(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value)
  } catch {
    // Such as a cyclic object, or a BigInt.
    return tagOf(value)
  }
}
