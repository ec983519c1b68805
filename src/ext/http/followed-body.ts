type Controller = ReadableStreamDefaultController<Uint8Array>

/** A body that fails as soon as its client leaves, in the shape that `ReadableStream` takes. */
export class FollowedBody implements UnderlyingDefaultSource<Uint8Array> {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>
  readonly #signal: AbortSignal
  #unlisten = (): void => undefined

  constructor(body: ReadableStream<Uint8Array>, signal: AbortSignal) {
    this.#reader = body.getReader()
    this.#signal = signal
  }

  start(controller: Controller): void {
    const disconnect = () => {
      const { reason } = this.#signal
      controller.error(reason)
      // A body that fails when it is cancelled is over as well.
      this.#reader.cancel(reason).catch(() => {})
    }
    this.#signal.addEventListener('abort', disconnect, { once: true })
    this.#unlisten = () => this.#signal.removeEventListener('abort', disconnect)
  }

  async pull(controller: Controller): Promise<void> {
    const { done, value } = await keepWaiting(this.#read())
    if (this.#signal.aborted) return
    if (!done) return controller.enqueue(value)

    this.#unlisten()
    controller.close()
  }

  cancel(reason: unknown): Promise<void> {
    this.#unlisten()
    return this.#reader.cancel(reason)
  }

  /** Reads on to the next bytes: empty chunks never travel. */
  async #read(): Promise<ReadableStreamReadResult<Uint8Array>> {
    try {
      for (;;) {
        const read = await this.#reader.read()
        if (read.done || read.value.length > 0) return read
      }
    } catch (error) {
      this.#unlisten()
      throw error
    }
  }
}

const waiting = new Set<Promise<unknown>>()

/**
 * Keeps a client that waits from being collected, as a socket would. Without a socket, nothing but
 * itself holds a client that waits for a silent stream, where it hears of aborts by way of a weak
 * reference, as openai 7 does: it would go, and never hear of an abort.
 */
export async function keepWaiting<Value>(coming: Promise<Value>): Promise<Value> {
  waiting.add(coming)
  try {
    return await coming
  } finally {
    waiting.delete(coming)
  }
}
