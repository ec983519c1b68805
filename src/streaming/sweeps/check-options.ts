/**
 * Refuse options that no sweep knows.
 *
 * @throws {TypeError} When one is unknown, or they are no object.
 */
export function checkOptions(options: unknown, known: readonly string[]): void {
  const isObject = typeof options === 'object' && options !== null
  const names = isObject ? Object.keys(options) : []
  if (isObject && names.every((name) => known.includes(name))) return

  const received = isObject ? `{ ${names.join(', ')} }` : String(options)
  throw new TypeError(`Failed to sweep with ${received}: expected { ${known.join(', ')} }.`)
}
