import type { Condition, PartialBody } from '../../routes/conditions/condition.js'
import type { Call } from '../../routes/index.js'
import type { AsymmetricMatcher } from '../../routes/protocol/asymmetric.js'
import type { Source } from '../../streaming/index.js'
import type { Pattern } from './matcher-arguments.js'
import type { MatcherContext } from './matcher-context.js'
import {
  toHaveAnswered,
  toHaveBeenAborted,
  toHaveBeenAskedWith,
  toHaveBeenRetried,
  toHaveCompleted,
  type AbortOptions,
} from './route-matchers.js'
import { toStreamText } from './to-stream-text.js'
import { toStreamToolCalls, type ExpectedToolCall } from './to-stream-tool-calls.js'
import { toStream, toStreamEventTypes } from './to-stream.js'
import type { StreamOptions } from './with-events.js'

/** The result of a matcher: a promise for an async stream, so that a missing `await` is a type error. */
type WhenRead<Result, Received> = Received extends
  | AsyncIterable<unknown>
  | PromiseLike<unknown>
  | ReadableStream
  ? Promise<void>
  : Result

/** A part of the bodies that a route takes. */
type BodyOf<Received> = Received extends {
  readonly calls: ReadonlyArray<Call<infer _, infer Body>>
}
  ? PartialBody<Body>
  : object

/**
 * The matchers as methods of `expect()`.
 *
 * A stream is a script, an array of events, any iterable such as the SDK's `Stream`, a
 * `ReadableStream`, or the promise of one. An async stream has to be awaited. A stream that ends in
 * an error fails the test with an `InterruptedStreamError`, also with `.not`, unless `{ error }`
 * expects the error.
 *
 * @example
 * declare module 'vitest' {
 *   interface Matchers<R, T> extends StreamMatchers<R, T> {}
 * }
 */
export interface StreamMatchers<Result, Received = unknown> {
  /**
   * Expects the exact events of a stream: those of an array, or of another stream such as a script.
   *
   * @throws {InterruptedStreamError} When one of the streams ends in an error that is not expected.
   *
   * @example
   * await expect(stream).toStream(new Greeting())
   */
  toStream<Expected extends Source<unknown>>(
    expected: Expected,
    options?: StreamOptions,
  ): WhenRead<WhenRead<Result, Expected>, Received>

  /**
   * Expects the assistant's text of a stream, also of one that was cut. Of several choices, the text is
   * that of the first.
   *
   * @param expected The whole text, a regular expression for a part of it, or an asymmetric matcher.
   * @throws {TypeError} When no known endpoint has such events, or the one of `{ endpoint }` has not.
   * @throws {InterruptedStreamError} When the stream ends in an error that is not expected.
   *
   * @example
   * await expect(stream).toStreamText('Hello there')
   */
  toStreamText(expected: Pattern, options?: StreamOptions): WhenRead<Result, Received>

  /**
   * Expects the tool calls of a stream, in order. Only the given fields of each are compared:
   * `arguments` as the value of the JSON, or as its exact text.
   *
   * @throws {TypeError} When no known endpoint has such events, or the one of `{ endpoint }` has not.
   * @throws {InterruptedStreamError} When the stream ends in an error that is not expected.
   *
   * @example
   * await expect(stream).toStreamToolCalls([{ name: 'get_weather', arguments: { city: 'Paris' } }])
   */
  toStreamToolCalls(
    expected: ReadonlyArray<ExpectedToolCall | AsymmetricMatcher>,
    options?: StreamOptions,
  ): WhenRead<Result, Received>

  /**
   * Expects the types of a stream's events, in order: the `type` of a response's events, the `event`
   * of a run's. A chunk of a chat completion has the names of its fields that are not empty, joined
   * by `+`: `role`, `content`, `refusal`, `audio`, `tool_calls`, `function_call`, `finish_reason`,
   * `usage`; `empty` where all are.
   *
   * @throws {InterruptedStreamError} When the stream ends in an error that is not expected.
   *
   * @example
   * await expect(stream).toStreamEventTypes(['role', 'content', 'finish_reason'])
   */
  toStreamEventTypes(
    expected: ReadonlyArray<string | AsymmetricMatcher>,
    options?: StreamOptions,
  ): WhenRead<Result, Received>

  /**
   * Expects a number of answered calls: all but the broken ones. A pending call is answered.
   *
   * @throws {TypeError} When `count` is no number of calls.
   *
   * @example
   * expect(route).toHaveAnswered(2)
   */
  toHaveAnswered(count: number): Result

  /**
   * Expects a call that meets a condition, as it would meet that of a `when()`: a part of the body at
   * any depth, whose arrays are whole, or a condition such as `lastUserMessage()`.
   *
   * @throws {TypeError} When the condition is a function, or reads what the endpoint does not declare.
   *
   * @example
   * expect(route).toHaveBeenAskedWith({ model: 'gpt-5', stream: true })
   */
  toHaveBeenAskedWith(expected: BodyOf<Received> | Condition): Result

  /**
   * Expects a number of retries by the SDK; one or more unless given.
   *
   * @throws {TypeError} When `count` is no number of retries.
   *
   * @example
   * expect(route).toHaveBeenRetried(1)
   */
  toHaveBeenRetried(count?: number): Result

  /**
   * Expects a call whose client left before it had the whole answer. Waits for calls that are about
   * to settle, and for no silent stream.
   *
   * @throws {TypeError} When an option is unknown, or `after` is no number of events.
   *
   * @example
   * await expect(route).toHaveBeenAborted({ after: 3 })
   */
  toHaveBeenAborted(options?: AbortOptions): Promise<void>

  /**
   * Expects one call or more, and that each of them got its whole answer. Waits as
   * `toHaveBeenAborted` does.
   *
   * @example
   * await expect(route).toHaveCompleted()
   */
  toHaveCompleted(): Promise<void>
}

/**
 * The matchers of streams and routes, for the `expect.extend()` of Vitest and of Jest.
 *
 * @example
 * expect.extend(matchers)
 * await expect(stream).toStream(new Greeting())
 */
export const matchers = {
  toStream: matcher(toStream),
  toStreamText: matcher(toStreamText),
  toStreamToolCalls: matcher(toStreamToolCalls),
  toStreamEventTypes: matcher(toStreamEventTypes),
  toHaveAnswered: matcher(toHaveAnswered),
  toHaveBeenAskedWith: matcher(toHaveBeenAskedWith),
  toHaveBeenAborted: matcher(toHaveBeenAborted),
  toHaveBeenRetried: matcher(toHaveBeenRetried),
  toHaveCompleted: matcher(toHaveCompleted),
}

/** Makes a matcher for `expect.extend()`, which gives the context as `this`. */
function matcher<Given extends readonly unknown[], Answer>(
  judge: (context: MatcherContext, ...given: Given) => Answer,
) {
  return function (this: MatcherContext, ...given: Given): Answer {
    return judge(this, ...given)
  }
}
