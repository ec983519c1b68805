import type { ChatCompletionChunk } from 'openai/resources/chat/completions'

type Choice = ChatCompletionChunk.Choice

/** What a delta adds to the message; a field that only some servers have, too. */
export type Delta = Choice['delta'] & { readonly [field: string]: unknown }
export type Logprobs = ChatCompletionChunk.Choice.Logprobs | null | undefined

/** What the chunks of every choice come in. */
interface Chunks {
  /** What choices without log probabilities say of them. */
  readonly logprobs: Logprobs
  /** Whether the usage has been written. */
  readonly isCounted: boolean
  chunk(choices: Choice[]): ChatCompletionChunk
}

/** One choice of a stream, which knows what may still be written of it. */
export class ChoiceInProgress {
  readonly #index: number
  readonly #envelope: Chunks
  #state: 'new' | 'begun' | 'finished' = 'new'
  /** How many tool calls it has made. */
  toolCalls = 0
  /** Whether it has an audio, whose expiry is the end of it, behind the usage. */
  isSpoken = false

  constructor(index: number, envelope: Chunks) {
    this.#index = index
    this.#envelope = envelope
  }

  get isNew(): boolean {
    return this.#state === 'new'
  }

  /** A chunk of the choice; the last one where there is a reason to finish. */
  chunk(
    delta: Delta,
    logprobs?: Logprobs,
    finish_reason: Choice['finish_reason'] = null,
  ): ChatCompletionChunk {
    this.#expectUnfinished()
    this.#state = finish_reason ? 'finished' : 'begun'
    const said = logprobs ?? this.#envelope.logprobs
    return this.#envelope.chunk([
      {
        index: this.#index,
        delta,
        ...(said !== undefined && { logprobs: said }),
        finish_reason,
      },
    ])
  }

  /** @throws {TypeError} Unless the usage may be written, as far as this choice is concerned. */
  expectEnd(): void {
    if (this.#state !== 'begun' || this.isSpoken) return
    this.fail('the usage', 'the choice has not finished. Write its finish() first.')
  }

  #expectUnfinished(): void {
    if (this.#state === 'finished') {
      this.fail(
        'another chunk',
        'the choice has finished. Write it before finish(), and create the writer inside generate(), so that each play has its own.',
      )
    }
    if (this.#envelope.isCounted && !this.isSpoken) {
      this.fail('another chunk', 'the usage comes last. Write it before usage().')
    }
  }

  /** @throws {TypeError} */
  fail(what: string, reason: string): never {
    throw new TypeError(`Failed to write ${what} of choice ${this.#index}: ${reason}`)
  }
}
