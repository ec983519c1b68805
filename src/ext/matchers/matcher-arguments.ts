import type { KnownEndpoint } from '../../routes/known-endpoints.js'
import { isAsymmetric, isRegExp, type AsymmetricMatcher } from '../../routes/protocol/asymmetric.js'
import { print } from '../../routes/protocol/print.js'

/** A text, a regular expression for a part of one, or an asymmetric matcher. */
export type Pattern = string | RegExp | AsymmetricMatcher

/** An endpoint, or a route or a route factory with an endpoint. */
export type EndpointSource =
  | KnownEndpoint
  | {
      /** The endpoint of the route or of the factory. */
      readonly endpoint: KnownEndpoint
    }

/**
 * Checks that an argument is a pattern.
 *
 * @throws {TypeError} When `value` is no pattern.
 */
export function assertPattern(name: string, value: unknown): asserts value is Pattern {
  if (typeof value === 'string' || isRegExp(value) || isAsymmetric(value)) return

  throw new TypeError(
    `Failed to use ${name}(): expected a text, a regular expression, or an asymmetric matcher; received ${print(value)}.`,
  )
}

/**
 * Checks that an argument is an array.
 *
 * @throws {TypeError} When `value` is no array.
 */
export function assertArray(name: string, value: unknown): asserts value is readonly unknown[] {
  if (Array.isArray(value)) return

  throw new TypeError(`Failed to use ${name}(): expected an array, received ${print(value)}.`)
}

/**
 * Checks that an argument is a count.
 *
 * @throws {TypeError} Unless `value` is zero or a positive integer.
 */
export function assertCount(name: string, value: unknown): asserts value is number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return

  throw new TypeError(
    `Failed to use ${name}(): expected a number, zero or more; received ${print(value)}.`,
  )
}

/**
 * Gives the endpoint of a route or a route factory, or the endpoint itself.
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
