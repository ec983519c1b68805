/**
 * Check at once what would fail with each request.
 *
 * @param task What they are for, as `start a server`.
 * @throws {TypeError} Unless it is an array of handlers.
 */
export function assertHandlers(handlers: unknown, task: string): void {
  if (!Array.isArray(handlers)) {
    throw new TypeError(`Failed to ${task}: expected an array of handlers.`)
  }
  const stranger = handlers.findIndex((handler) => !isHandler(handler))
  if (stranger === -1) return

  throw new TypeError(`Failed to ${task}: expected a handler at handlers[${stranger}].`)
}

/** By its looks: it may be of another copy of MSW, as ESM and CommonJS are. */
function isHandler(value: unknown): boolean {
  const { run, info }: { run?: unknown; info?: unknown } = Object(value)
  return typeof run === 'function' && typeof info === 'object'
}
