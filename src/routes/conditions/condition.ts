import type { Call } from '../call.js'
import type { AsymmetricMatcher } from '../protocol/asymmetric.js'
import type { RequestReader } from '../protocol/readers.js'
import type { Comparison } from './comparison.js'

/** Anything that `when()` accepts as a condition. A call meets an array when the call meets all items. */
export type WhenCondition<Event = unknown, Body = unknown> =
  | Condition
  | CallPredicate<Event, Body>
  | PartOf<Body>
  | ReadonlyArray<WhenCondition<Event, Body>>

/** A part of a body of unknown type, of no body, or of any other. Every request meets `{}`. */
type PartOf<Body> = unknown extends Body
  ? object
  : [Body] extends [undefined]
    ? Readonly<Record<string, never>>
    : PartialBody<Body>

/**
 * A condition of `when()`, as `hasTool()` and others make it. An object of your own with these two
 * members is a condition, too.
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
  /** Compares a call. The call meets the condition when there are no differences. */
  compare(call: Call, context: ConditionContext): Comparison | Promise<Comparison>
}

/** Facts for a condition that are not in the request. */
export interface ConditionContext {
  /** The number of earlier calls that the route has answered, without errors and retried calls. */
  readonly answered: number
  /** The endpoint's reader of requests; undefined where it declares none. */
  readonly reader: RequestReader | undefined
  /** The name of the endpoint, such as `chat.completions.create`. */
  readonly endpoint: string
}

/**
 * Returns true for a call that gets the answer, and a falsy value for any other.
 *
 * @example
 * when(({ headers }) => headers.get('accept-language') === 'ja', 'Konnichiwa')
 */
export type CallPredicate<Event = unknown, Body = unknown> = (
  call: Call<Event, Body>,
) => Truth | Promise<Truth>

type Truth = boolean | null | undefined

/** A request reader that has one of its optional functions. */
type ReaderWith<Key extends keyof RequestReader> = RequestReader &
  Required<Pick<RequestReader, Key>>

/**
 * Gives the request reader of the endpoint, for a condition that needs one of its functions.
 *
 * @throws {TypeError} When the endpoint declares no such function.
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
      'Compare a part of the body, as in when({ model: /^gpt/ }, answer). ' +
      `An endpoint of your own can declare request: { ${wanted} }.`,
  )
}

function declares<Key extends keyof RequestReader>(
  reader: RequestReader | undefined,
  key: Key,
): reader is ReaderWith<Key> {
  return typeof reader?.[key] === 'function'
}

/**
 * A part of a body, at any depth; arrays are whole. A regular expression can replace a text, and an
 * asymmetric matcher any value.
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
