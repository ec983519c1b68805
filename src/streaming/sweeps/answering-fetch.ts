import { signalOf } from '../signal-of.js'

/**
 * A `fetch` function that answers every request in the same way. Like a real one, it
 * rejects with the reason of a signal that has aborted.
 *
 * @param over Aborts whatever is still being answered.
 */
export function answeringFetch(
  answer: (signal: AbortSignal) => Response,
  over: AbortSignal,
): typeof globalThis.fetch {
  return async (input, init) => {
    const client = signalOf(input, init)
    const signal = client ? AbortSignal.any([client, over]) : over
    signal.throwIfAborted()
    return answer(signal)
  }
}
