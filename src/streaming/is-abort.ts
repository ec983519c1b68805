import { BrokenScriptError } from './errors.js'

/** Whether an error only says that `signal` has aborted. */
export function isAbort(error: unknown, { aborted, reason }: AbortSignal): boolean {
  const cause = error instanceof BrokenScriptError ? error.cause : error
  // By its name: it may be of another realm, as Jest's are.
  return aborted && (cause === reason || Reflect.get(Object(cause), 'name') === 'AbortError')
}
