import type { Call } from '../../routes/index.js'
import type { CallMatcher } from '../../routes/when/matcher.js'
import type { PartialBody } from '../../routes/when/partial-body.js'
import type { AsymmetricMatcher } from '../../routes/protocol/asymmetric.js'
import type { Source } from '../../streaming/reading.js'
import type { Pattern } from './pattern.js'
import type { AbortOptions } from './to-have-been-aborted.js'
import type { ExpectedToolCall } from './to-stream-tool-calls.js'
import type { StreamOptions } from './with-events.js'

/** What is returned of a stream: a promise where it comes later, so that a missing `await` is seen. */
type WhenRead<Result, Received> = Received extends
  | AsyncIterable<unknown>
  | PromiseLike<unknown>
  | ReadableStream
  ? Promise<void>
  : Result

/** A part of what a route is asked. */
type BodyOf<Received> = Received extends {
  readonly calls: ReadonlyArray<Call<infer _, infer Body>>
}
  ? PartialBody<Body>
  : object

/**
 * The matchers as methods of `expect()`.
 *
 * A stream is a script, an array of events, any iterable such as the SDK's `Stream`, a
 * `ReadableStream`, or the promise of one. Whatever is async has to be awaited. A stream that
 * ends in an error fails the test, with `.not`, too, unless `{ error }` expects it.
 *
 * @example
 * declare module 'vitest' {
 *   interface Matchers<R, T> extends StreamMatchers<R, T> {}
 * }
 */
export interface StreamMatchers<Result, Received = unknown> {
  /**
   * Expect the exact events of a stream: those of a list, or of another stream, such as the script.
   *
   * @example
   * await expect(stream).toStream(new Greeting())
   */
  toStream<Expected extends Source<unknown>>(
    expected: Expected,
    options?: StreamOptions,
  ): WhenRead<WhenRead<Result, Expected>, Received>

  /**
   * Expect the assistant's text of a stream, whole or cut: that of its first choice.
   *
   * @example
   * await expect(stream).toStreamText('Hello there')
   */
  toStreamText(expected: Pattern, options?: StreamOptions): WhenRead<Result, Received>

  /**
   * Expect the tool calls that a stream makes, in order. Of each, the given fields are compared;
   * `arguments` as what the JSON says, or as its text.
   *
   * @example
   * await expect(stream).toStreamToolCalls([{ name: 'get_weather', arguments: { city: 'Paris' } }])
   */
  toStreamToolCalls(
    expected: ReadonlyArray<ExpectedToolCall | AsymmetricMatcher>,
    options?: StreamOptions,
  ): WhenRead<Result, Received>

  /**
   * Expect the types of a stream's events, in order: the `type` of a response's, the `event` of a
   * run's. A chunk of a chat completion has none, and is named after the fields that say
   * something, joined by `+`: `role`, `content`, `refusal`, `audio`, `tool_calls`,
   * `function_call`, `finish_reason`, `usage`, and `empty` where none does.
   *
   * @example
   * await expect(stream).toStreamEventTypes(['role', 'content', 'finish_reason'])
   */
  toStreamEventTypes(
    expected: ReadonlyArray<string | AsymmetricMatcher>,
    options?: StreamOptions,
  ): WhenRead<Result, Received>

  /** Expect a number of answered calls: all but the broken ones. One that is under way is answered. */
  toHaveAnswered(count: number): Result

  /**
   * Expect a call whose body matches, as it would match a `when()`: a part of the body at any
   * depth, whose lists are whole, or a matcher of calls such as `lastUserMessage()`.
   *
   * @example
   * expect(route).toHaveBeenAskedWith({ model: 'gpt-5', stream: true })
   */
  toHaveBeenAskedWith(expected: BodyOf<Received> | CallMatcher): Result

  /** Expect a number of retries by the SDK; one at least, unless given. */
  toHaveBeenRetried(count?: number): Result

  /**
   * Expect a call whose client left before it had everything; `after` so many events were handed
   * over. Waits for calls that are about to settle, and for no silent stream.
   *
   * @example
   * await expect(route).toHaveBeenAborted({ after: 3 })
   */
  toHaveBeenAborted(options?: AbortOptions): Promise<void>

  /** Expect one call at least, and every one to have got all of its answer. Waits as `toHaveBeenAborted` does. */
  toHaveCompleted(): Promise<void>
}
