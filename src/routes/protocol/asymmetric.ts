/** What Vitest and Jest make of `expect.any(String)`, `expect.stringContaining('…')` and so on. */
export interface AsymmetricMatcher {
  asymmetricMatch(received: unknown): boolean
}

export function isAsymmetric(value: unknown): value is AsymmetricMatcher {
  return typeof Reflect.get(Object(value), 'asymmetricMatch') === 'function'
}

/** By its tag: it may be of another realm, as Jest's are. */
export function isRegExp(value: unknown): value is RegExp {
  return Object.prototype.toString.call(value) === '[object RegExp]'
}
