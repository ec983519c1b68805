import type { Completion, CompletionUsage } from 'openai/resources/completions'
import { checkOptions } from '../../streaming/internal.js'
import type { By } from '../protocol/cut-text.js'
import { interleaveParts } from '../protocol/interleave-parts.js'
import { TEXT_USAGE, TextChunks, type TextChunksOptions } from './text-chunks.js'
import { cutTextTokens, type TextLogprobs, type TextPiece } from './text-tokens.js'

type Chunks = Generator<Completion, void, undefined>
type FinishReason = Completion['choices'][number]['finish_reason']
type Usage = Omit<CompletionUsage, 'total_tokens'> & { readonly total_tokens?: number }

/** Options of {@link completionWriter}, named as on the wire. */
export interface CompletionWriterOptions extends TextChunksOptions {
  /** The zero-based index of the choice to write; 0 unless given. */
  readonly index?: number | undefined
}

/** Options of the text of a completion. */
export interface CompletionTextOptions {
  /** The way to cut the text into pieces; `word` unless given. */
  readonly by?: By | undefined
  /** The log probabilities of the text, whose tokens are also its pieces unless `by` is given. */
  readonly logprobs?: TextLogprobs | null | undefined
  /** Ends the choice with the last piece, as the API does at a `length`. */
  readonly finish_reason?: FinishReason | undefined
}

const OPTIONS = new Set(['id', 'created', 'model', 'system_fingerprint', 'include_usage', 'index'])

/**
 * Creates a writer of the chunks of one legacy completion. Create it inside `generate()`, so that
 * each play has a writer of its own. Every method is used with `yield*`.
 *
 * @throws {TypeError} When an option is unknown.
 *
 * @example
 * class Greeting extends EventStream<Completion> {
 *   *generate(): Generator<Completion> {
 *     const w = completionWriter()
 *     yield* w.text('Hello there')
 *     yield* w.finish()
 *   }
 * }
 */
export function completionWriter(given: CompletionWriterOptions = {}): CompletionWriter {
  checkOptions('Failed to create completionWriter()', given, OPTIONS)
  const { index = 0, ...options } = given
  return new CompletionWriter(new TextChunks(options), index)
}

/**
 * Writes the chunks of one choice of a legacy completion; `choice()` gives writers of the other
 * choices.
 *
 * Every method throws a `TypeError` when its chunks are out of order, at the `yield*`.
 */
export class CompletionWriter {
  readonly #chunks: TextChunks
  readonly #index: number

  constructor(chunks: TextChunks, index: number) {
    this.#chunks = chunks
    this.#index = index
  }

  /**
   * Gives a writer of another choice of the same completion.
   *
   * @param index The zero-based index of the choice.
   *
   * @example
   * yield* w.choice(1).text('Good morning')
   */
  choice(index: number): CompletionWriter {
    return new CompletionWriter(this.#chunks, index)
  }

  /**
   * Writes several choices at the same time, as the API does: one chunk of each, round by round.
   *
   * @example
   * yield* w.interleave(w.text('Hello there'), w.choice(1).text('Good morning'))
   */
  interleave(...parts: ReadonlyArray<Iterable<Completion>>): Chunks {
    return interleaveParts(parts, () => false)
  }

  /**
   * Writes the text of the choice, piece by piece.
   *
   * @throws {TypeError} When the choice has finished, or the usage is written.
   *
   * @example
   * yield* w.text('The limit comes in the middle of', { finish_reason: 'length' })
   */
  *text(text: string, { by, logprobs, finish_reason }: CompletionTextOptions = {}): Chunks {
    let last: TextPiece | undefined
    for (const piece of cutTextTokens(text, logprobs, by)) {
      if (last) yield this.#chunk(last)
      last = piece
    }
    if (last || finish_reason) yield this.#chunk(last ?? { text, logprobs: null }, finish_reason)
  }

  /**
   * Writes the end of the choice: a chunk with a `finish_reason`, and without a text.
   *
   * @param reason The `finish_reason`; `stop` unless given. At a `length`, the API ends the choice
   * with its last text: `w.text(text, { finish_reason: 'length' })`.
   * @throws {TypeError} When the choice has finished already, or the usage is written.
   *
   * @example
   * yield* w.finish()
   */
  *finish(reason: FinishReason = 'stop'): Chunks {
    yield this.#chunk({ text: '', logprobs: null }, reason)
  }

  /**
   * Writes the end of every choice that has begun and not finished, in one chunk, as the API does
   * where several choices end.
   *
   * @param reason The `finish_reason`; `stop` unless given.
   * @throws {TypeError} When no choice is left to finish, or the usage is written.
   *
   * @example
   * yield* w.interleave(w.text('Hello'), w.choice(1).text('Hi'))
   * yield* w.finishAll()
   */
  *finishAll(reason: FinishReason = 'stop'): Chunks {
    const indexes = this.#chunks.open.toSorted((one, other) => one - other)
    if (indexes.length === 0) return yield* this.finish(reason)
    yield this.#chunks.chunk(
      indexes.map((index) => ({ text: '', index, logprobs: null, finish_reason: reason })),
    )
  }

  /**
   * Writes the last chunk, which has the numbers of tokens and no choices.
   *
   * @param tokens The numbers of tokens; fixed ones unless given, and the total is the sum unless
   * given.
   * @throws {TypeError} When the usage is written already, or a choice has not finished.
   *
   * @example
   * yield* w.usage({ prompt_tokens: 9, completion_tokens: 12 })
   */
  *usage(tokens: Usage = TEXT_USAGE): Chunks {
    const { prompt_tokens, completion_tokens, ...rest } = tokens
    const total_tokens = prompt_tokens + completion_tokens
    yield this.#chunks.usage({ prompt_tokens, completion_tokens, total_tokens, ...rest })
  }

  #chunk({ text, logprobs }: TextPiece, finish_reason: FinishReason | null = null): Completion {
    return this.#chunks.chunk([{ text, index: this.#index, logprobs, finish_reason }])
  }
}
