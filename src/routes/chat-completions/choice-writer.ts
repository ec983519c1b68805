import type { ChatCompletionChunk } from 'openai/resources/chat/completions'

type Choice = ChatCompletionChunk.Choice

/** The fields that a chunk adds to a message, with those that only some servers have. */
export type Delta = Choice['delta'] & { readonly [field: string]: unknown }
export type Logprobs = ChatCompletionChunk.Choice.Logprobs | null | undefined

/** Makes the chunks that choices come in. */
interface ChunkFactory {
  /** The value in choices without log probabilities. */
  readonly logprobs: Logprobs
  /** True once the usage has been written. */
  readonly hasUsage: boolean
  chunk(choices: Choice[]): ChatCompletionChunk
}

/** Writes the chunks of one choice, and refuses an impossible order. */
export class ChoiceWriter {
  /** The number of tool calls so far. */
  toolCallCount = 0
  /** True once there is an audio. The choice then ends with its expiry, which comes behind the usage. */
  hasAudio = false
  readonly #index: number
  readonly #chunks: ChunkFactory
  #state: 'new' | 'begun' | 'finished' = 'new'

  constructor(index: number, chunks: ChunkFactory) {
    this.#index = index
    this.#chunks = chunks
  }

  get isNew(): boolean {
    return this.#state === 'new'
  }

  /**
   * Writes a chunk of the choice. One with a `finish_reason` is the last.
   *
   * @throws {TypeError} When the choice has finished, or the usage has been written.
   */
  chunk(
    delta: Delta,
    given?: Logprobs,
    finish_reason: Choice['finish_reason'] = null,
  ): ChatCompletionChunk {
    this.#assertUnfinished()
    this.#state = finish_reason ? 'finished' : 'begun'
    const logprobs = given ?? this.#chunks.logprobs
    return this.#chunks.chunk([
      { index: this.#index, delta, ...(logprobs !== undefined && { logprobs }), finish_reason },
    ])
  }

  /** @throws {TypeError} When the usage may not be written yet, because the choice goes on. */
  assertFinished(): void {
    if (this.#state !== 'begun' || this.hasAudio) return
    this.fail('the usage', 'the choice has not finished. Write its finish() first.')
  }

  #assertUnfinished(): void {
    if (this.#state === 'finished') {
      this.fail(
        'another chunk',
        'the choice has finished. Write it before finish(), and create the writer inside generate(), so that each play has its own.',
      )
    }
    if (this.#chunks.hasUsage && !this.hasAudio) {
      this.fail('another chunk', 'the usage comes last. Write it before usage().')
    }
  }

  /** @throws {TypeError} Always. */
  fail(part: string, reason: string): never {
    throw new TypeError(`Failed to write ${part} of choice ${this.#index}: ${reason}`)
  }
}
