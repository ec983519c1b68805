import type { Call } from '../call.js'
import type { AsymmetricMatcher } from '../protocol/asymmetric.js'
import type { RequestReader } from '../protocol/readers.js'
import type { Comparison } from './comparison.js'

/** Everything that `when()` takes as a condition. A call meets an array when it meets all of it. */
export type WhenCondition<Event = unknown, Body = unknown> =
  | Condition
  | CallPredicate<Event, Body>
  | (unknown extends Body ? object : PartialBody<Body>)
  | ReadonlyArray<WhenCondition<Event, Body>>

/**
 * Compares a call with what a test expects of it. `hasTool()` and the like make one; an object with
 * these two members is one, too.
 *
 * @example
 * const isJapanese: Condition = {
 *   description: 'isJapanese()',
 *   compare: ({ headers }) => ({
 *     matched: 0,
 *     differences:
 *       headers.get('accept-language') === 'ja'
 *         ? []
 *         : [{ at: 'the headers', expected: 'ja', received: 'another language' }],
 *   }),
 * }
 */
export interface Condition {
  /** The condition as a test writes it, such as `hasTool("get_weather")`. Messages print it. */
  readonly description: string
  /** Compares a call: it meets the condition when there are no differences. */
  compare(call: Call, context: ConditionContext): Comparison | Promise<Comparison>
}

/** Facts about a call that are not in its request. */
export interface ConditionContext {
  /** The number of calls that the route has answered before. Errors and retried calls do not count. */
  readonly answered: number
  /** The endpoint's reader of requests; undefined where it declares none. */
  readonly reader: RequestReader | undefined
  /** The name of the endpoint, such as `chat.completions.create`. */
  readonly endpoint: string
}

/** Says whether an answer is for a call: `true` if it is, anything falsy if it is not. */
export type CallPredicate<Event = unknown, Body = unknown> = (
  call: Call<Event, Body>,
) => Truth | Promise<Truth>

type Truth = boolean | null | undefined

/** A reader of requests with a function that is optional elsewhere. */
type ReaderWith<Key extends keyof RequestReader> = RequestReader &
  Required<Pick<RequestReader, Key>>

/**
 * Returns the endpoint's reader of requests, for a condition that needs one of its functions.
 *
 * @throws {TypeError} When the endpoint declares no such function, with what to do.
 */
export function readerWith<Key extends 'conversation' | 'tools'>(
  key: Key,
  { reader, endpoint }: ConditionContext,
  condition: string,
): ReaderWith<Key> {
  if (declares(reader, key)) return reader

  const wanted = key === 'conversation' ? key : `conversation, ${key}`
  throw new TypeError(
    `Failed to compare a call of "${endpoint}" with ${condition}: the endpoint declares no request.${key}. ` +
      `Declare request: { ${wanted} } in the endpoint, or compare a part of the body.`,
  )
}

function declares<Key extends keyof RequestReader>(
  reader: RequestReader | undefined,
  key: Key,
): reader is ReaderWith<Key> {
  return typeof reader?.[key] === 'function'
}

/**
 * A part of a body, at any depth; arrays are whole. A regular expression can take the place of a
 * text, and an asymmetric matcher the place of anything.
 *
 * @example
 * const part: PartialBody<ChatCompletionCreateParams> = { model: /^gpt-5/, tools: expect.any(Array) }
 */
export type PartialBody<Body> = AsymmetricMatcher | PartialValue<Body>

type PartialValue<Value> = Value extends string
  ? Value | RegExp
  : Value extends ReadonlyArray<infer Item>
    ? ReadonlyArray<PartialBody<Item>>
    : Value extends object
      ? { readonly [Key in keyof Value]?: PartialBody<Value[Key]> | undefined }
      : Value
