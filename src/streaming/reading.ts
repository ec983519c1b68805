import { isPromise, type MaybePromise } from './maybe-promise.js'

/** Whatever gives items one after another: a script, an array, the SDK's `Stream`, a `ReadableStream`. */
export type Source<Item> = Iterable<Item> | AsyncIterable<Item> | ReadableStream<Item>

/** What a source has given. */
export interface Reading<Item = unknown> {
  readonly items: Item[]
  /** The error that it ended in. */
  readonly failure?: { readonly error: unknown }
}

/**
 * Read a source to its end: at once, where it is neither async nor promised.
 *
 * @param most How many items it may have; one with more is taken for endless.
 * @throws {TypeError} When it is no source.
 */
export function read<Item = unknown>(
  source: unknown,
  most = Infinity,
): MaybePromise<Reading<Item>> {
  if (isPromise<unknown>(source)) {
    return source.then(
      (promised) => read<Item>(promised, most),
      (error: unknown) => ({ items: [], failure: { error } }),
    )
  }
  if (isIterable<Item>(source)) return readSync(source, most)
  if (isAsyncIterable<Item>(source)) return readAsync(source, most)
  throw new TypeError(
    `Failed to read a stream: expected a script, an array of events, or an iterable; received ${nameOf(source)}.`,
  )
}

function readSync<Item>(source: Iterable<Item>, most: number): Reading<Item> {
  const items: Item[] = []
  try {
    for (const item of source) add(items, item, most)
  } catch (error) {
    return { items, failure: { error } }
  }
  return { items }
}

async function readAsync<Item>(source: AsyncIterable<Item>, most: number): Promise<Reading<Item>> {
  const items: Item[] = []
  try {
    for await (const item of source) add(items, item, most)
  } catch (error) {
    return { items, failure: { error } }
  }
  return { items }
}

function add<Item>(items: Item[], item: Item, most: number): void {
  if (items.length === most) {
    throw new RangeError(
      `Failed to read a stream: it has more than ${most} events, and may be endless.`,
    )
  }
  items.push(item)
}

/** What it gives is for the caller to know. */
function isIterable<Item>(value: unknown): value is Iterable<Item> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value
}

/** What it gives is for the caller to know. */
function isAsyncIterable<Item>(value: unknown): value is AsyncIterable<Item> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value
}

/** What was given instead of a stream, and what to do about it. */
function nameOf(value: unknown): string {
  if (typeof value === 'function') {
    const isClass = typeof value.prototype?.generate === 'function'
    return isClass
      ? `the class ${value.name}: pass new ${value.name}()`
      : `the function ${value.name}: call it`
  }
  const kind: unknown = Reflect.get(Object(value), 'object')
  if (typeof kind === 'string') return `a ${kind}: the request did not ask for a stream`
  const tag = Object.prototype.toString.call(value)
  return tag === '[object Response]'
    ? 'a Response: let the client read it'
    : (JSON.stringify(value) ?? String(value))
}
