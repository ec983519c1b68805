/** The signal that a `fetch` follows: that of its options, or else of its request. */
export function signalOf(
  input: RequestInfo | URL,
  init: RequestInit = {},
): AbortSignal | null | undefined {
  if (init.signal !== undefined) return init.signal
  return typeof input === 'object' && 'signal' in input ? input.signal : undefined
}
