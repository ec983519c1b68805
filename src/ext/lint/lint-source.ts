import type { Finding, LintedEndpoint } from '../../routes/lint/finding.js'
import { headFindings } from '../../routes/lint/http-rules.js'
import { print } from '../../routes/protocol/print.js'
import { isScript, type Script } from '../../streaming/index.js'
import {
  checkNoOptions,
  encodeText,
  isBuffer,
  isStreamError,
  tagOf,
} from '../../streaming/internal.js'
import { isReadableScript, scriptItems } from './script-items.js'
import { SourceLint } from './source-lint.js'

/** The endpoint of a stream: a route factory, a route, or the endpoint itself. */
export type LintTarget<Event> =
  | LintedEndpoint<Event>
  | {
      /** The endpoint of the route or of the factory. */
      readonly endpoint: LintedEndpoint<Event>
    }

/** A stream to lint: a script, events, bytes in chunks of any size, or a `Response`. */
export type LintSource<Event = unknown> =
  | Script<Event>
  | Response
  | Uint8Array
  | ArrayBuffer
  | Iterable<Event | Uint8Array>
  | AsyncIterable<Event | Uint8Array>
  | ReadableStream<Event | Uint8Array>
  | ReadableStream<string>

/**
 * Lints a stream: compares it with the protocol of its endpoint, and gives a finding for each place
 * at which it does not obey a rule. `docs/rules.md` lists the rules.
 *
 * A script is linted as its endpoint sends it: with the bytes of `raw()` and the events in
 * `unchecked()`, and without comments and pauses. A `StreamError` ends the stream as an error inside
 * the stream does; after a `cut()` or a `stall()`, its end is missing. A `ReadableStream` may give text in the place of bytes. One that
 * fails is a stream whose connection was cut, which is a finding.
 *
 * @throws {TypeError} When the endpoint never streams, the source is none, has a text among its
 * events, or plain JavaScript gives an option. An error that ends any other source is thrown as it is.
 *
 * @example
 * expect(await lint(chat.completions.create, new Greeting())).toEqual([])
 */
export async function lint<Event>(
  target: LintTarget<Event>,
  source: LintSource<NoInfer<Event>> | PromiseLike<LintSource<NoInfer<Event>>>,
  ...none: []
): Promise<Finding[]> {
  checkNoOptions('Failed to lint a stream', none)
  const endpoint = endpointOf(target)
  const given: unknown = await source
  const linted = new SourceLint(endpoint, given)
  if (isResponse(given)) return lintResponse(linted, given)

  return lintItems(linted, given)
}

async function lintItems<Event>(linted: SourceLint<Event>, source: unknown): Promise<Finding[]> {
  const items = itemsOf(source)
  try {
    for await (const item of items) linted.take(item)
  } catch (error) {
    if (isStreamError(error)) linted.fail()
    else if (isReadableStream(source)) linted.cut(error)
    else throw error
  }
  return [...linted.end()]
}

/** @throws {TypeError} When plain JavaScript gives no endpoint. */
function endpointOf<Event>(target: LintTarget<Event>): LintedEndpoint<Event> {
  const isTarget = (typeof target === 'object' && target !== null) || typeof target === 'function'
  const endpoint: unknown = isTarget && 'endpoint' in target ? target.endpoint : target
  if (isEndpoint<Event>(endpoint)) return endpoint
  throw new TypeError(
    `Failed to lint a stream: expected an endpoint, a route or a route factory, such as chat.completions.create; received ${print(target)}.`,
  )
}

/** Recognizes an endpoint. The caller vouches for the type of its events. */
function isEndpoint<Event>(value: unknown): value is LintedEndpoint<Event> {
  return typeof value === 'object' && value !== null && 'name' in value
}

async function lintResponse<Event>(
  linted: SourceLint<Event>,
  response: Response,
): Promise<Finding[]> {
  const found = headFindings(response)
  // The body of an error is no stream.
  if (!response.ok) return found
  if (response.bodyUsed) {
    throw new TypeError(
      'Failed to lint a response: its body has been read already. Lint response.clone() before.',
    )
  }
  return [...found, ...(await lintItems(linted, response.body ?? []))]
}

/** Gives the chunks of a stream, and bytes in the place of texts. */
export async function* chunksOf(stream: ReadableStream<unknown>): AsyncGenerator<unknown> {
  // The first half of a character waits for the second one.
  let half = ''
  for await (const chunk of stream) {
    if (typeof chunk !== 'string') {
      yield chunk
      continue
    }
    const text = half + chunk
    half = /[\uD800-\uDBFF]$/.exec(text)?.[0] ?? ''
    yield encodeText(text.slice(0, text.length - half.length))
  }
  if (half) yield encodeText(half)
}

/** Gives the chunks or the events of a source. */
function itemsOf(source: unknown): Iterable<unknown> | AsyncIterable<unknown> {
  if (isBuffer(source)) return [source]
  if (isReadableStream(source)) return chunksOf(unlocked(source))
  if (isReadableScript(source)) return scriptItems(source)
  if (isIterable(source)) return source
  throw new TypeError(
    `Failed to lint a stream: expected a script, events, bytes, a ReadableStream or a Response; received ${describe(source)}.`,
  )
}

function unlocked(stream: ReadableStream): ReadableStream {
  if (!stream.locked) return stream
  throw new TypeError(
    'Failed to lint a stream: another reader has locked the stream. Lint one branch of stream.tee() instead.',
  )
}

function isIterable(value: unknown): value is Iterable<unknown> | AsyncIterable<unknown> {
  if (typeof value !== 'object' || value === null) return false
  return Symbol.asyncIterator in value || Symbol.iterator in value
}

/** Recognizes a `Response`, of any realm. */
export function isResponse(value: unknown): value is Response {
  return tagOf(value) === '[object Response]'
}

/** Recognizes a `ReadableStream`, of any realm. */
export function isReadableStream(value: unknown): value is ReadableStream {
  return tagOf(value) === '[object ReadableStream]'
}

/** Describes a value that is no stream, and the way to get one. */
function describe(value: unknown): string {
  if (typeof value === 'string') return 'a text: encode it with new TextEncoder().encode(text)'
  if (isScript(value)) return 'a script that cannot be iterated: extend EventStream'
  if (typeof value !== 'function') return print(value)
  const isClass = typeof value.prototype?.generate === 'function'
  return isClass
    ? `the class ${value.name}: pass new ${value.name}()`
    : `the function ${value.name}: call it`
}
