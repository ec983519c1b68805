/** The part of an `AbortSignal` that this package itself uses. */
export interface Abortable {
  readonly aborted: boolean
  readonly reason: unknown
  throwIfAborted(): void
  addEventListener(type: 'abort', listener: () => void, options?: { readonly once: true }): void
  removeEventListener(type: 'abort', listener: () => void): void
}

/**
 * An `AbortController` that makes its signal when somebody asks for it. Each request has several
 * controllers, and code of a test gets the signals of few: to make and follow one takes as long as
 * to encode several events.
 */
export class AbortSource implements Abortable {
  aborted = false
  #reason: unknown
  #listeners: Array<() => void> = []
  #controller: AbortController | undefined

  /** The reason of the abort: an `AbortError` unless another was given. */
  get reason(): unknown {
    return this.aborted ? (this.#reason ?? this.signal.reason) : undefined
  }

  /** The signal, for code that is not of this package. */
  get signal(): AbortSignal {
    if (!this.#controller) {
      this.#controller = new AbortController()
      if (this.aborted) this.#controller.abort(this.#reason)
    }
    return this.#controller.signal
  }

  /** Aborts. Only the first reason counts. */
  abort(reason?: unknown): void {
    if (this.aborted) return
    this.aborted = true
    this.#reason = reason
    this.#controller?.abort(reason)
    // A listener may remove another one.
    for (const listener of this.#listeners) if (this.#listeners.includes(listener)) listener()
    this.#listeners = []
  }

  throwIfAborted(): void {
    if (this.aborted) throw this.reason
  }

  /** Calls the listener once, at the abort. As with a signal, an abort in the past calls nothing. */
  addEventListener(_type: 'abort', listener: () => void): void {
    if (!this.aborted && !this.#listeners.includes(listener)) this.#listeners.push(listener)
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    this.#listeners = this.#listeners.filter((one) => one !== listener)
  }
}
