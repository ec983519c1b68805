/**
 * Throw the errors that there are.
 *
 * @throws {AggregateError} When there are several: Vitest shows each of them.
 */
export function rethrow(errors: readonly unknown[]): void {
  if (errors.length === 0) return
  if (errors.length === 1) throw errors[0]
  throw new AggregateError(errors, `Failed to pass a test: there are ${errors.length} errors.`)
}
