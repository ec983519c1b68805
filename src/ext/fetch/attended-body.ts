import { held } from './held.js'

type Controller = ReadableStreamDefaultController<Uint8Array>

/** A body that fails as soon as its client leaves, in the shape that `ReadableStream` takes. */
export class AttendedBody implements UnderlyingDefaultSource<Uint8Array> {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>
  readonly #signal: AbortSignal
  #unlisten = (): void => undefined

  constructor(body: ReadableStream<Uint8Array>, signal: AbortSignal) {
    this.#reader = body.getReader()
    this.#signal = signal
  }

  start(controller: Controller): void {
    const leave = () => {
      const { reason } = this.#signal
      controller.error(reason)
      // One that fails when it is cancelled is over as well.
      this.#reader.cancel(reason).catch(() => {})
    }
    this.#signal.addEventListener('abort', leave, { once: true })
    this.#unlisten = () => this.#signal.removeEventListener('abort', leave)
  }

  async pull(controller: Controller): Promise<void> {
    const { done, value } = await held(this.#read())
    if (this.#signal.aborted) return
    if (!done) return controller.enqueue(value)

    this.#unlisten()
    controller.close()
  }

  cancel(reason: unknown): Promise<void> {
    this.#unlisten()
    return this.#reader.cancel(reason)
  }

  /** Read on to the next bytes: empty chunks never travel. */
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
