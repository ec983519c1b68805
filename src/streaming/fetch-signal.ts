/** Finds the signal that a `fetch` follows: that of its options, or else that of its request. */
export function signalOfFetch(
  input: RequestInfo | URL,
  init: RequestInit = {},
): AbortSignal | null | undefined {
  if (init.signal !== undefined) return init.signal
  return typeof input === 'object' && 'signal' in input ? input.signal : undefined
}
