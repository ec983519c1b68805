import { CheckedScript } from './checked-script.js'
import { isPromise, macrotask, orAborted, type MaybePromise } from './clock.js'
import { BrokenScriptError, isStreamError } from './errors.js'
import type { Script } from './event-stream.js'
import { isEventFrame } from './frame.js'
import { printed } from './thrown.js'
import type { NamedWire } from './wire-format.js'

/** Anything that can be read item by item: a script, an array, the SDK's `Stream`, a `ReadableStream`. */
export type Source<Item> = Iterable<Item> | AsyncIterable<Item> | ReadableStream<Item>

/** The items of a source that was read to its end. */
export interface Reading<Item = unknown> {
  readonly items: Item[]
  /** The error that ended the source; undefined where there was none. */
  readonly failure?: { readonly error: unknown }
}

/**
 * Collects all items of a stream: of a script, an array, any iterable such as the SDK's `Stream`, a
 * `ReadableStream`, or the promise of one of those.
 *
 * @throws {TypeError} When there is nothing to iterate over. An error that ends the stream is
 * thrown as it is.
 *
 * @example
 * const chunks = await collect(client.chat.completions.create({ model, messages, stream: true }))
 */
export async function collect<Item>(
  source: Source<Item> | PromiseLike<Source<Item>>,
): Promise<Item[]> {
  const { items, failure } = await readSource<Item>(source)
  if (failure) throw failure.error
  return items
}

/**
 * Reads a source to its end: at once, unless the source is async or promised.
 *
 * @param limit The number of items after which an iterable counts as endless. Arrays have no limit.
 * @throws {TypeError} When `source` is no source.
 */
export function readSource<Item = unknown>(
  source: unknown,
  limit = Infinity,
): MaybePromise<Reading<Item>> {
  if (isThenable(source)) {
    return Promise.resolve(source).then(
      (promised) => readSource<Item>(promised, limit),
      (error: unknown) => ({ items: [], failure: { error } }),
    )
  }
  if (Array.isArray(source)) return { items: [...source] }
  if (isIterable<Item>(source)) return readSync(source, limit)
  if (isAsyncIterable<Item>(source)) return readAsync(source, limit)
  throw new TypeError(
    `Failed to read a stream: expected a script, an array of events, or an iterable; received ${describe(source)}.`,
  )
}

/** The number of events that a script gives before everything else runs once. */
const EVENTS_PER_TICK = 1000

/**
 * Collects the events of a script, and checks them as in a stream. Cues concern streams alone, and
 * are omitted.
 *
 * @throws {StreamError} When the script throws one.
 * @throws {BrokenScriptError} When the script throws anything else, or yields an invalid event.
 * @throws The reason of `signal`, once the signal aborts. The script is stopped then.
 */
export async function collectEvents<Event>(
  { name, wire }: NamedWire<Event>,
  script: Script<Event>,
  signal: AbortSignal,
): Promise<Event[]> {
  const run = new CheckedScript({ name, wire: { ...wire, error: rethrow } }, script, { signal })
  const events: Event[] = []
  try {
    for (let count = 1; ; count++) {
      const step = run.step()
      const item = isPromise(step) ? await orAborted(step, signal) : step
      if (count % EVENTS_PER_TICK === 0) await macrotask()
      signal.throwIfAborted()
      if (item.type === 'end') return events
      if (item.type === 'broken') throw streamErrorOf(item.error)
      // The frames of a script encode its own events; a frame does not know their type.
      if (isEventFrame(item)) events.push((item.read?.() ?? item.event) as Event)
    }
  } finally {
    // Not awaited: a script that ignores its signal may never stop.
    Promise.resolve(run.stop()).catch(() => {})
  }
}

/** Unwraps a `StreamError` that a script has thrown; gives any other error as it is. */
function streamErrorOf(error: unknown): unknown {
  return error instanceof BrokenScriptError && isStreamError(error.cause) ? error.cause : error
}

function rethrow(error: Error): never {
  throw error
}

function readSync<Item>(source: Iterable<Item>, limit: number): Reading<Item> {
  const items: Item[] = []
  try {
    for (const item of source) add(items, item, limit)
  } catch (error) {
    return { items, failure: { error } }
  }
  return { items }
}

async function readAsync<Item>(source: AsyncIterable<Item>, limit: number): Promise<Reading<Item>> {
  const items: Item[] = []
  try {
    for await (const item of source) add(items, item, limit)
  } catch (error) {
    return { items, failure: { error } }
  }
  return { items }
}

function add<Item>(items: Item[], item: Item, limit: number): void {
  if (items.length === limit) {
    throw new RangeError(
      `Failed to read a stream: it has more than ${limit} events, and may be endless.`,
    )
  }
  items.push(item)
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof Reflect.get(Object(value), 'then') === 'function'
}

/** Recognizes an iterable. The caller vouches for the type of the items. */
function isIterable<Item>(value: unknown): value is Iterable<Item> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value
}

/** Recognizes an async iterable. The caller vouches for the type of the items. */
function isAsyncIterable<Item>(value: unknown): value is AsyncIterable<Item> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value
}

/** Describes a value that is no stream, and the way to get one. */
function describe(value: unknown): string {
  if (typeof value === 'function') {
    const isClass = typeof value.prototype?.generate === 'function'
    return isClass
      ? `the class ${value.name}: pass new ${value.name}()`
      : `the function ${value.name}: call it`
  }
  const kind: unknown = Reflect.get(Object(value), 'object')
  if (typeof kind === 'string') return `a ${kind}: the request did not ask for a stream`
  const tag = Object.prototype.toString.call(value)
  return tag === '[object Response]' ? 'a Response: let the client read it' : printed(value)
}
