import { isAsymmetric } from '../../routes/protocol/asymmetric.js'
import { print } from '../../routes/protocol/print.js'
import { isPromise, type MaybePromise } from '../../streaming/maybe-promise.js'
import { read, type Reading } from '../../streaming/reading.js'
import { hint, paragraphs, type MatcherContext, type Verdict } from './context.js'
import { count } from './count.js'
import { InterruptedStreamError } from './interrupted-stream-error.js'
import { assertPattern, type Pattern } from './pattern.js'

export interface StreamOptions {
  /**
   * The error that the stream must end in: a part of its name and message, a pattern for them,
   * or a matcher of the error itself. Under `.not`, too, one that is not expected fails the test,
   * and so does an expected one that does not come.
   */
  readonly error?: Pattern
}

/** What a matcher is about to judge. */
interface Matching extends StreamOptions {
  readonly name: string
}

/** No stream of a test has as many events. */
const MOST = 100_000

/**
 * Judge the events of a stream: at once, where it is neither async nor promised.
 *
 * @throws {InterruptedStreamError} When it ends in an error that is not expected.
 */
export function withEvents(
  context: MatcherContext,
  matching: Matching,
  received: unknown,
  judge: (events: readonly unknown[]) => MaybePromise<Verdict>,
): MaybePromise<Verdict> {
  if (matching.error !== undefined) assertPattern(matching.name, matching.error)
  return afterReading(readEvents(received), (reading) => {
    const events = eventsOf(reading, matching)
    return verdictOnError(context, matching, reading) ?? judge(events)
  })
}

/** Go on with what a stream has given: at once, where it is there. */
export function afterReading<Result>(
  reading: MaybePromise<Reading>,
  goOn: (reading: Reading) => MaybePromise<Result>,
): MaybePromise<Result> {
  return isPromise<Reading>(reading) ? reading.then(goOn) : goOn(reading)
}

/** Read a stream to its end. */
export function readEvents(source: unknown): MaybePromise<Reading> {
  return read(source, MOST)
}

/**
 * The events that were read.
 *
 * @throws {InterruptedStreamError} When there was an error, and none is expected.
 * @throws {TypeError} When they are bytes.
 */
export function eventsOf(
  { items, failure }: Reading,
  { error }: StreamOptions,
  stream = 'the stream',
): unknown[] {
  if (failure && error === undefined) throw new InterruptedStreamError(stream, items, failure.error)
  if (!ArrayBuffer.isView(items[0])) return items

  throw new TypeError(
    'Failed to read a stream: expected events, received bytes. Let the client read them, or decode().',
  )
}

/** A failure, under `.not`, too, where the expected error has not come. */
function verdictOnError(
  context: MatcherContext,
  { name, error }: Matching,
  { items, failure }: Reading,
): Verdict | undefined {
  if (error === undefined || (failure && matches(error, failure.error))) return undefined

  const end = failure ? `with ${String(failure.error)}` : 'without one'
  const said = `The stream ended ${end}, after ${count(items.length, 'event')}.`
  return {
    pass: context.isNot === true,
    message: () =>
      paragraphs(
        hint(context, name, 'stream', 'expected, { error }'),
        `Expected an error: ${context.utils.EXPECTED_COLOR(print(error))}\n${said}`,
      ),
  }
}

function matches(pattern: Pattern, error: unknown): boolean {
  if (isAsymmetric(pattern)) return pattern.asymmetricMatch(error)
  const text = String(error)
  return typeof pattern === 'string' ? text.includes(pattern) : text.search(pattern) >= 0
}
