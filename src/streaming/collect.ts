import { CheckedScript } from './checked-script.js'
import { isPromise, macrotask, orAborted, type MaybePromise } from './clock.js'
import { BrokenScriptError, isStreamError } from './errors.js'
import type { Script } from './event-stream.js'
import { isEventFrame } from './frame.js'
import type { NamedWire } from './wire-format.js'

/** Everything that gives items one after another: a script, an array, the SDK's `Stream`, a `ReadableStream`. */
export type Source<Item> = Iterable<Item> | AsyncIterable<Item> | ReadableStream<Item>

/** The items that a source has given. */
export interface Reading<Item = unknown> {
  readonly items: Item[]
  /** The error in which the source ended. */
  readonly failure?: { readonly error: unknown }
}

/**
 * Collects everything that a stream gives: a script, an array, any iterable such as the SDK's
 * `Stream`, a `ReadableStream`, or the promise of one.
 *
 * @throws {TypeError} When there is nothing to iterate over. An error in which the stream ends is thrown as it is.
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
 * Reads a source to its end: at once, where it is neither async nor promised.
 *
 * @param most The number of items after which an iterable is taken for endless. An array has an end.
 * @throws {TypeError} When it is no source.
 */
export function readSource<Item = unknown>(
  source: unknown,
  most = Infinity,
): MaybePromise<Reading<Item>> {
  if (isThenable(source)) {
    return Promise.resolve(source).then(
      (promised) => readSource<Item>(promised, most),
      (error: unknown) => ({ items: [], failure: { error } }),
    )
  }
  if (Array.isArray(source)) return { items: [...source] }
  if (isIterable<Item>(source)) return readSync(source, most)
  if (isAsyncIterable<Item>(source)) return readAsync(source, most)
  throw new TypeError(
    `Failed to read a stream: expected a script, an array of events, or an iterable; received ${describe(source)}.`,
  )
}

/** The number of events after which a script that never waits lets everything else run once. */
const EVENTS_A_TURN = 1000

/**
 * Collects the events of a script, checked as those of a stream are. Cues are about a stream, and are
 * omitted.
 *
 * @throws {StreamError} When the script throws one.
 * @throws {BrokenScriptError} When the script throws anything else, or yields no event of the endpoint.
 * @throws The reason of `signal`, once it aborts. The script is stopped then.
 */
export async function collectEvents<Event>(
  { name, wire }: NamedWire<Event>,
  script: Script<Event>,
  signal: AbortSignal,
): Promise<Event[]> {
  const run = new CheckedScript({ name, wire: { ...wire, error: rethrow } }, script, signal)
  const events: Event[] = []
  try {
    for (let count = 1; ; count++) {
      const step = run.step()
      const item = isPromise(step) ? await orAborted(step, signal) : step
      if (count % EVENTS_A_TURN === 0) await macrotask()
      signal.throwIfAborted()
      if (item.type === 'end') return events
      if (item.type === 'broken') throw streamErrorOf(item.error)
      // A script of this endpoint yields events of this endpoint.
      if (isEventFrame(item)) events.push((item.copy ?? item.event) as Event)
    }
  } finally {
    // A script may never hear of its signal, and never stop: it is not waited for.
    void run.stop().catch(() => {})
  }
}

/** Finds the `StreamError` of a script in the error that is made of it. */
function streamErrorOf(error: unknown): unknown {
  return error instanceof BrokenScriptError && isStreamError(error.cause) ? error.cause : error
}

function rethrow(error: Error): never {
  throw error
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

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof Reflect.get(Object(value), 'then') === 'function'
}

/** Recognizes an iterable. The caller knows its items. */
function isIterable<Item>(value: unknown): value is Iterable<Item> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value
}

/** Recognizes an async iterable. The caller knows its items. */
function isAsyncIterable<Item>(value: unknown): value is AsyncIterable<Item> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value
}

/** Describes a value that is no stream, and how to get one. */
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
  return tag === '[object Response]'
    ? 'a Response: let the client read it'
    : (JSON.stringify(value) ?? String(value))
}
