/**
 * A request whose signal is the very one that it is given.
 *
 * A plain one follows that signal with a signal of its own: in undici, for as long as the request is
 * held and no longer, and a signal that leads back to its request is never collected. It takes half
 * as long again to make, too.
 */
export class SentRequest extends Request {
  constructor(input: RequestInfo | URL, init: RequestInit, signal?: AbortSignal | null) {
    super(input, { ...init, signal: null })
    if (signal) withSignal(this, signal)
  }

  /** @throws {TypeError} When the body has been read. */
  override clone(): Request {
    return withSignal(super.clone(), this.signal)
  }
}

function withSignal(request: Request, signal: AbortSignal): Request {
  return Object.defineProperty(request, 'signal', { value: signal })
}
