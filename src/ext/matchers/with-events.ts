import type { KnownEndpoint } from '../../routes/known-endpoints.js'
import { isAsymmetric } from '../../routes/protocol/asymmetric.js'
import { print } from '../../routes/protocol/print.js'
import { type MaybePromise } from '../../streaming/index.js'
import { checkOptions, isPromise, readSource, type Reading } from '../../streaming/internal.js'
import {
  assertPattern,
  endpointOf,
  type EndpointSource,
  type Pattern,
} from './matcher-arguments.js'
import {
  count,
  hint,
  paragraphs,
  surroundingEvents,
  type MatcherContext,
  type Verdict,
} from './matcher-context.js'
import { lineOf } from './stream-protocol.js'

/** Options of the matchers for streams. */
export interface StreamOptions {
  /**
   * The error that has to end the stream: a part of its name and message, a regular expression for
   * those, or an asymmetric matcher. A stream that ends in another error, or in none, fails the
   * test, also with `.not`.
   */
  readonly error?: Pattern
  /**
   * The endpoint of the events: a route, a route factory, or the endpoint itself. Unless given, the
   * first endpoint that recognizes the events: those of OpenAI first, then those of the test.
   */
  readonly endpoint?: EndpointSource
}

const OPTIONS = new Set(['error', 'endpoint'])

/**
 * The error of a matcher whose stream ends in an error. The `cause` is the error of the stream.
 *
 * @example
 * await expect(expect(stream).toStreamText('Hi')).rejects.toThrow(InterruptedStreamError)
 */
export class InterruptedStreamError extends Error {
  override readonly name = 'InterruptedStreamError'

  constructor(
    /** The name of the stream in the message, such as `the expected stream`. */
    stream: string,
    /** The events that came before the error. */
    readonly events: readonly unknown[],
    cause: unknown,
    endpoint?: KnownEndpoint,
  ) {
    const reason = String(cause).replace(/\.$/, '')
    const line = (event: unknown) => lineOf(event, endpoint)
    const lines = surroundingEvents(events, events.length, [`  ! ${reason}`], line)
    super(
      `Failed to read ${stream}: it failed after ${count(events.length, 'event')} with ${reason}.\n\n` +
        `${lines}\n\nWhere the test is about the error, expect it, too: { error: /its message/ }.`,
      { cause },
    )
  }
}

/** The endpoint in the options of a matcher. */
export interface GivenEndpoint {
  readonly endpoint: KnownEndpoint | undefined
}

/** The most events of a stream in a test. A stream with more counts as endless. */
const LIMIT = 100_000

/**
 * Reads a stream, and passes the events to `judge`: at once, unless the stream is async or
 * promised.
 *
 * @throws {InterruptedStreamError} When the stream ends in an error that is not expected.
 * @throws {TypeError} When an option is unknown, or of a wrong type.
 */
export function withEvents(
  context: MatcherContext,
  name: string,
  options: StreamOptions,
  received: unknown,
  judge: (events: readonly unknown[], given: GivenEndpoint) => MaybePromise<Verdict>,
): MaybePromise<Verdict> {
  checkOptions(`Failed to use ${name}()`, options, OPTIONS)
  const { error, endpoint: source } = options
  if (error !== undefined) assertPattern(name, error)
  const given = { endpoint: source === undefined ? undefined : endpointOf(name, source) }
  return afterReading(readEvents(received), (reading) => {
    const events = eventsOf(reading, { error, ...given })
    return verdictOnError(context, name, error, reading) ?? judge(events, given)
  })
}

/** Passes everything that was read to `next`: at once, unless the reading is promised. */
export function afterReading<Result>(
  reading: MaybePromise<Reading>,
  next: (reading: Reading) => MaybePromise<Result>,
): MaybePromise<Result> {
  return isPromise(reading) ? reading.then(next) : next(reading)
}

/** Reads a stream to its end. */
export function readEvents(source: unknown): MaybePromise<Reading> {
  return readSource(source, LIMIT)
}

/**
 * Gives the events that were read.
 *
 * @throws {InterruptedStreamError} When the stream ended in an error, and none is expected.
 * @throws {TypeError} When the stream gave bytes.
 */
export function eventsOf(
  { items, failure }: Reading,
  { error, endpoint }: GivenEndpoint & { readonly error: Pattern | undefined },
  stream = 'the stream',
): unknown[] {
  if (failure && error === undefined) {
    throw new InterruptedStreamError(stream, items, failure.error, endpoint)
  }
  if (!ArrayBuffer.isView(items[0])) return items

  throw new TypeError(
    'Failed to read a stream: expected events, received bytes. Let the client read them, or decode().',
  )
}

/** Makes the verdict on a stream without the expected error, which fails also with `.not`; undefined for any other. */
function verdictOnError(
  context: MatcherContext,
  name: string,
  error: Pattern | undefined,
  { items, failure }: Reading,
): Verdict | undefined {
  if (error === undefined || (failure && matches(error, failure.error))) return undefined

  const end = failure ? `with ${String(failure.error)}` : 'without one'
  const explanation = `The stream ended ${end}, after ${count(items.length, 'event')}.`
  return {
    pass: context.isNot === true,
    message: () =>
      paragraphs(
        hint(context, name, 'stream', 'expected, { error }'),
        `Expected an error: ${context.utils.EXPECTED_COLOR(print(error))}\n${explanation}`,
      ),
  }
}

function matches(pattern: Pattern, error: unknown): boolean {
  if (isAsymmetric(pattern)) return pattern.asymmetricMatch(error)
  const text = String(error)
  return typeof pattern === 'string' ? text.includes(pattern) : text.search(pattern) >= 0
}
