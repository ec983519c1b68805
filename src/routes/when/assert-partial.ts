import { isObject } from '../answer-kinds.js'
import { fieldOf } from './comparison.js'
import { isAsymmetric, isRegExp } from '../protocol/asymmetric.js'

/**
 * Make sure that a value can be a part of a body. What is of a class has no fields of its own to
 * compare, as a `Map` has none, and would match anything.
 *
 * @param failure What fails where it cannot.
 * @param at Where it is; nothing where it is the whole.
 * @throws {TypeError} When it, or anything in it, is of a class.
 */
export function assertPartial(value: unknown, failure: string, at = ''): void {
  if (isAsymmetric(value) || isRegExp(value)) return
  if (isInstance(value)) {
    throw new TypeError(
      `${failure}: ${at || 'its first argument'} is an instance of ${nameOfClass(value)}, which no JSON has. ` +
        'Expected plain objects, arrays, texts, numbers, regular expressions and asymmetric matchers.',
    )
  }
  for (const [path, inside] of partsOf(value, at)) assertPartial(inside, failure, path)
}

function partsOf(value: unknown, at: string): Array<[path: string, inside: unknown]> {
  if (Array.isArray(value)) return value.map((item, index) => [`${at}[${index}]`, item])
  if (!isObject(value)) return []
  return Object.entries(value).map(([key, field]) => [fieldOf(at, key), field])
}

/** By its prototype's prototype: plain objects may be of another realm, as Jest's are. */
function isInstance(value: unknown): value is object {
  if (!isObject(value)) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype !== null && Object.getPrototypeOf(prototype) !== null
}

function nameOfClass(value: object): string {
  return value.constructor.name || 'a class'
}
