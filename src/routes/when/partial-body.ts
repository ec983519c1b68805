import type { AsymmetricMatcher } from '../protocol/asymmetric.js'

/**
 * A body with anything left out, at any depth. Its arrays are whole. A text may be a regular
 * expression, and anything may be an asymmetric matcher.
 */
export type PartialBody<Body> = AsymmetricMatcher | PartialValue<Body>

type PartialValue<Value> = Value extends string
  ? Value | RegExp
  : Value extends ReadonlyArray<infer Item>
    ? ReadonlyArray<PartialBody<Item>>
    : Value extends object
      ? { readonly [Key in keyof Value]?: PartialBody<Value[Key]> | undefined }
      : Value
