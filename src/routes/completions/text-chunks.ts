import type { Completion, CompletionUsage } from 'openai/resources/completions'
import { defined } from '../protocol/defaults.js'
import type { CompletionEvent, WireChoice } from './text-completion-schema.js'

/** The fields that all chunks of a stream share. */
export interface TextChunksOptions {
  /** The id of the completion; `cmpl-1` unless given. */
  readonly id?: string | undefined
  /** The time of the completion, in Unix seconds; 1700000000 unless given. */
  readonly created?: number | undefined
  /** The name of the model; `gpt-3.5-turbo-instruct` unless given. */
  readonly model?: string | undefined
  /** The fingerprint; the key is omitted unless given, as the API omits it. */
  readonly system_fingerprint?: string | undefined
  /** Writes `usage: null` in each chunk, as the API does for a request with `include_usage`; false unless given. */
  readonly include_usage?: boolean | undefined
}

/** The default fields of a completion. */
export const TEXT_DEFAULTS = {
  id: 'cmpl-1',
  object: 'text_completion',
  created: 1700000000,
  model: 'gpt-3.5-turbo-instruct',
} as const

/** The default usage of a completion. */
export const TEXT_USAGE = { prompt_tokens: 10, completion_tokens: 10, total_tokens: 20 }

/** Makes the chunks of one stream, and refuses chunks that are out of order. */
export class TextChunks {
  readonly #options: TextChunksOptions
  /** The indexes of the choices that have begun, and not ended. */
  readonly #open = new Set<number>()
  readonly #ended = new Set<number>()
  #hasUsage = false

  constructor(options: TextChunksOptions) {
    this.#options = options
  }

  /** The indexes of the choices that have begun, and not ended. */
  get open(): readonly number[] {
    return [...this.#open]
  }

  /**
   * Makes a chunk of one choice or several. A choice with a `finish_reason` ends.
   *
   * @throws {TypeError} When a choice has ended, or the usage is written.
   */
  chunk(choices: WireChoice[]): Completion {
    for (const { index, finish_reason } of choices) this.#follow(index, finish_reason !== null)
    const { id, object, created, model, ...rest } = this.#head()
    const usage = this.#options.include_usage ? { usage: null } : {}
    return toCompletion({ id, object, created, choices, model, ...rest, ...usage })
  }

  /**
   * Makes the chunk with the numbers of tokens.
   *
   * @throws {TypeError} When the usage is written already, or a choice has not ended.
   */
  usage(usage: CompletionUsage): Completion {
    if (this.#hasUsage) {
      throw new TypeError('Failed to write the usage: it has been written already.')
    }
    const [open] = this.#open
    if (open !== undefined) {
      throw new TypeError(
        `Failed to write the usage: choice ${open} has not finished. Write its finish() first.`,
      )
    }
    this.#hasUsage = true
    return toCompletion({ ...this.#head(), usage, choices: [] })
  }

  #head() {
    const { id, created, model, system_fingerprint } = this.#options
    return { ...TEXT_DEFAULTS, ...defined({ id, created, model, system_fingerprint }) }
  }

  #follow(index: number, isEnd: boolean): void {
    const problem = this.#problemWith(index)
    if (problem) throw new TypeError(`Failed to write another chunk of choice ${index}: ${problem}`)
    if (!isEnd) return void this.#open.add(index)
    this.#open.delete(index)
    this.#ended.add(index)
  }

  #problemWith(index: number): string | undefined {
    if (this.#ended.has(index)) {
      return 'the choice has finished. Write it before finish(), and create the writer inside generate(), so that each play has its own.'
    }
    return this.#hasUsage ? 'the usage comes last. Write it before usage().' : undefined
  }
}

/** Gives a chunk the type of the SDK, which excludes the null of `finish_reason` and `usage`. */
function toCompletion(event: CompletionEvent): Completion {
  return event as Completion
}
