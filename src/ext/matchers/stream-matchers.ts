import type { Condition, PartialBody } from '../../routes/conditions/condition.js'
import type { Call } from '../../routes/index.js'
import type { AsymmetricMatcher } from '../../routes/protocol/asymmetric.js'
import type { Source } from '../../streaming/index.js'
import type { EndpointSource, Pattern } from './matcher-arguments.js'
import type { MatcherContext } from './matcher-context.js'
import {
  toHaveAnswered,
  toHaveBeenAborted,
  toHaveBeenAskedWith,
  toHaveBeenRetried,
  toHaveCompleted,
  type AbortOptions,
} from './route-matchers.js'
import { toObeyProtocol } from './to-obey-protocol.js'
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

/** The result of a matcher that waits for a response, a call or a route, too. */
type WhenLinted<Result, Received> = Received extends
  | Response
  | Pick<Call, 'findings'>
  | { readonly calls: readonly unknown[] }
  ? Promise<void>
  : WhenRead<Result, Received>

/** A part of the body of a request to a route. */
type BodyOf<Received> = Received extends {
  readonly calls: ReadonlyArray<Call<infer _, infer Body>>
}
  ? PartialBody<Body>
  : object

/**
 * The matchers as methods of `expect()`.
 *
 * A stream is a script, an array of events, any iterable such as the SDK's `Stream`, a
 * `ReadableStream`, or the promise of one of those. The matcher of an async stream has to be
 * awaited. A stream that ends in an error fails the test with an `InterruptedStreamError`, also
 * with `.not`, unless `{ error }` expects the error.
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
   * Expects the assistant's text of a stream, whole or cut. Of several choices, the first one
   * counts.
   *
   * @param expected The whole text, a regular expression for a part of the text, or an asymmetric
   * matcher.
   * @throws {TypeError} When no known endpoint, or not that of `{ endpoint }`, has such events.
   * @throws {InterruptedStreamError} When the stream ends in an error that is not expected.
   *
   * @example
   * await expect(stream).toStreamText('Hello there')
   */
  toStreamText(expected: Pattern, options?: StreamOptions): WhenRead<Result, Received>

  /**
   * Expects the tool calls of a stream, in order. Only the given fields of a call are compared:
   * `arguments` as a value, which the JSON has to have, or as the exact text.
   *
   * @throws {TypeError} When no known endpoint, or not that of `{ endpoint }`, has such events.
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
   * Expects the types of the events of a stream, in order: the `type` of an event of a response,
   * and the `event` of an event of a run. The type of a chunk of a chat completion lists the fields
   * that are not empty, joined by `+`: `role`, `content`, `refusal`, `audio`, `tool_calls`,
   * `function_call`, `finish_reason`, `usage`; `empty` for a chunk without any.
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
   * Expects a number of answered calls: of all calls except the broken ones. Pending calls count.
   *
   * @throws {TypeError} Unless `count` is zero or a positive integer.
   *
   * @example
   * expect(route).toHaveAnswered(2)
   */
  toHaveAnswered(count: number): Result

  /**
   * Expects a call that meets a condition, as in `when()`: a part of the body at any depth, with
   * whole arrays, or a condition such as `lastUserMessage()`.
   *
   * @throws {TypeError} When the condition is a function, or the endpoint does not declare what it
   * reads.
   *
   * @example
   * expect(route).toHaveBeenAskedWith({ model: 'gpt-5', stream: true })
   */
  toHaveBeenAskedWith(expected: BodyOf<Received> | Condition): Result

  /**
   * Expects a number of retries by the SDK; at least one unless given.
   *
   * @throws {TypeError} Unless `count` is zero or a positive integer.
   *
   * @example
   * expect(route).toHaveBeenRetried(1)
   */
  toHaveBeenRetried(count?: number): Result

  /**
   * Expects a call whose client disconnected before it had the whole answer. Waits for calls that
   * are about to settle, but not for silent streams.
   *
   * @throws {TypeError} When an option is unknown, or `after` is neither zero nor a positive
   * integer.
   *
   * @example
   * await expect(route).toHaveBeenAborted({ after: 3 })
   */
  toHaveBeenAborted(options?: AbortOptions): Promise<void>

  /**
   * Expects at least one call, and that every call got its whole answer. Waits as
   * `toHaveBeenAborted()` does.
   *
   * @example
   * await expect(route).toHaveCompleted()
   */
  toHaveCompleted(): Promise<void>

  /**
   * Expects a stream to obey the protocol of its endpoint: no rule of `docs/rules.md` finds a fault,
   * neither an error nor a warning. A stream is a script, events, bytes, or a `Response`, whose clone
   * is read. Of a call, and of every call of a route, the `findings` count, which leave out
   * faults that are made on purpose; a route needs a call.
   *
   * @param endpoint The endpoint of the stream, a route or a route factory. Unless given, the first
   * endpoint that recognizes the events, of those that OpenAI has.
   * @throws {TypeError} When no endpoint is given, and none recognizes the events.
   * @throws {InterruptedStreamError} When the stream ends in any error but a `StreamError`.
   *
   * @example
   * expect(new Greeting()).toObeyProtocol()
   * await expect(response).toObeyProtocol(chat.completions.create)
   * await expect(route).toObeyProtocol()
   */
  toObeyProtocol(endpoint?: EndpointSource): WhenLinted<Result, Received>
}

/**
 * The matchers for streams and routes, for the `expect.extend()` of Vitest and of Jest.
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
  toObeyProtocol: matcher(toObeyProtocol),
}

/** Makes a matcher for `expect.extend()`, which calls the matcher with the context as `this`. */
function matcher<Given extends readonly unknown[], Answer>(
  judge: (context: MatcherContext, ...given: Given) => Answer,
) {
  return function (this: MatcherContext, ...given: Given): Answer {
    return judge(this, ...given)
  }
}
