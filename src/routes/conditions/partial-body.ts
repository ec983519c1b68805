import type { AsymmetricMatcher } from '../protocol/asymmetric.js'

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
