import type { KnownEndpoint } from '../../routes/known-endpoints.js'
import { isAsymmetric, isRegExp, type AsymmetricMatcher } from '../../routes/protocol/asymmetric.js'
import { print } from '../../routes/protocol/print.js'

/** A text, a regular expression for a part of one, or an asymmetric matcher. */
export type Pattern = string | RegExp | AsymmetricMatcher

/** An endpoint, or a route or a route factory of one. */
export type EndpointSource = KnownEndpoint | { readonly endpoint: KnownEndpoint }

/**
 * Refuses an argument that is no pattern.
 *
 * @throws {TypeError} When `value` is none.
 */
export function assertPattern(name: string, value: unknown): asserts value is Pattern {
  if (typeof value === 'string' || isRegExp(value) || isAsymmetric(value)) return

  throw new TypeError(
    `Failed to use ${name}(): expected a text, a regular expression, or an asymmetric matcher; received ${print(value)}.`,
  )
}

/**
 * Refuses an argument that is no array.
 *
 * @throws {TypeError} When `value` is none.
 */
export function assertArray(name: string, value: unknown): asserts value is readonly unknown[] {
  if (Array.isArray(value)) return

  throw new TypeError(`Failed to use ${name}(): expected an array, received ${print(value)}.`)
}

/**
 * Refuses an argument that is no number of things.
 *
 * @throws {TypeError} When `value` is no integer, or negative.
 */
export function assertCount(name: string, value: unknown): asserts value is number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return

  throw new TypeError(
    `Failed to use ${name}(): expected a number, zero or more; received ${print(value)}.`,
  )
}

/**
 * Returns the endpoint of a route or a route factory, or the endpoint itself.
 *
 * @throws {TypeError} When `source` is none of those.
 */
export function endpointOf(name: string, source: EndpointSource): KnownEndpoint {
  const endpoint: unknown = Reflect.get(Object(source), 'endpoint') ?? source
  if (isEndpoint(endpoint)) return endpoint

  throw new TypeError(
    `Failed to use ${name}(): expected a route, a route factory or an endpoint as { endpoint }; received ${print(source)}.`,
  )
}

function isEndpoint(value: unknown): value is KnownEndpoint {
  return typeof value === 'object' && value !== null && 'name' in value && 'path' in value
}
