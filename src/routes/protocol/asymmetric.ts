/** An asymmetric matcher of Vitest or Jest, such as `expect.any(String)` or `expect.stringContaining('…')`. */
export interface AsymmetricMatcher {
  /** Returns true for a value that matches. */
  asymmetricMatch(received: unknown): boolean
}

/** Recognizes an asymmetric matcher. */
export function isAsymmetric(value: unknown): value is AsymmetricMatcher {
  return typeof Reflect.get(Object(value), 'asymmetricMatch') === 'function'
}

/** Recognizes a regular expression by its tag: Jest's are of another realm. */
export function isRegExp(value: unknown): value is RegExp {
  return Object.prototype.toString.call(value) === '[object RegExp]'
}
