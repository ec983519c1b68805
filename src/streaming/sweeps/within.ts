import { forever } from '../clock.js'
import { UnsettledError } from './unsettled-error.js'

// Taken at import, so that fake timers hold no sweep up.
const startTimer = globalThis.setTimeout
const stopTimer = globalThis.clearTimeout

/**
 * Run a task for `ms` milliseconds at most. Its signal aborts once it is over, or out of time.
 *
 * @throws {UnsettledError} When it takes longer.
 */
export async function within<Value>(
  ms: number,
  name: string,
  task: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const over = new AbortController()
  const timer = startTimer(() => over.abort(new UnsettledError(name, ms)), ms)
  try {
    return await Promise.race([forever(over.signal), task(over.signal)])
  } finally {
    stopTimer(timer)
    over.abort()
  }
}
