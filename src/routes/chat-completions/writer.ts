import type { ChatCompletionAudio, ChatCompletionChunk } from 'openai/resources/chat/completions'
import type { CompletionUsage } from 'openai/resources/completions'
import type { Partially } from '../../streaming/index.js'
import { cutText, type By } from '../protocol/cut-text.js'
import type { ChoiceInProgress, Delta, Logprobs } from './choice.js'
import { DEFAULT_AUDIO, DEFAULT_USAGE, Envelope, type EnvelopeOptions } from './envelope.js'
import { interleave } from './interleave.js'
import { cutTokens, type Token } from './tokens.js'
import {
  announce,
  piecesOf,
  type CustomToolCall,
  type FunctionCall,
  type ToolCallOptions,
} from './tool-call.js'

type Chunks = Generator<ChatCompletionChunk, void, undefined>
type FinishReason = NonNullable<ChatCompletionChunk.Choice['finish_reason']>

/** What a writer says of the completion. */
export interface ChatCompletionWriterOptions extends EnvelopeOptions {
  /** The choice to write, zero-based; 0 unless given. */
  readonly index?: number | undefined
}

/** How a text is written. */
export interface TextOptions {
  /** How it is cut; by words unless given. */
  readonly by?: By | undefined
}

/** How a text is written whose tokens may be known. */
export interface TokenOptions extends TextOptions {
  /** Its tokens, which are its pieces then, unless `by` says otherwise. */
  readonly logprobs?: readonly Token[] | null | undefined
}

/**
 * Create a writer of the chunks of one chat completion. Each choice begins with
 * its role, which the first content brings along, and ends with `finish()`.
 *
 * Its methods throw a `TypeError` where the order is impossible.
 *
 * @example
 * class Greeting extends EventStream<ChatCompletionChunk> {
 *   *generate(): Generator<ChatCompletionChunk> {
 *     const w = chatCompletionWriter({ model: 'gpt-5' })
 *     yield* w.text('Hello there')
 *     yield w.finish()
 *   }
 * }
 */
export function chatCompletionWriter({
  index = 0,
  ...options
}: ChatCompletionWriterOptions = {}): ChatCompletionWriter {
  return new ChatCompletionWriter(new Envelope(options), index)
}

/** Writes one choice of a chat completion, or several with {@link ChatCompletionWriter.choice}. */
export class ChatCompletionWriter {
  readonly #envelope: Envelope
  readonly #choice: ChoiceInProgress

  constructor(envelope: Envelope, index: number) {
    this.#envelope = envelope
    this.#choice = envelope.choice(index)
  }

  /** A writer of another choice of the same completion, zero-based. */
  choice(index: number): ChatCompletionWriter {
    return new ChatCompletionWriter(this.#envelope, index)
  }

  /**
   * Write choices at the same time, as the API does: one chunk of each in turn,
   * and the first piece of each right behind its role.
   *
   * @example
   * yield* w.interleave(w.text('Hello there'), w.choice(1).text('Good morning'))
   */
  interleave(...parts: ReadonlyArray<Iterable<ChatCompletionChunk>>): Chunks {
    return interleave(parts)
  }

  /** The role, as it comes before a text, or with another delta beside it. */
  role(delta: Delta = { content: '', refusal: null }, logprobs?: Logprobs): ChatCompletionChunk {
    if (!this.#choice.isNew) {
      this.#choice.fail('the role', 'the choice has begun already. Write role() first.')
    }
    return this.#choice.chunk({ role: 'assistant', ...delta }, logprobs)
  }

  /** Write a text, piece by piece. */
  *text(text: string, { by, logprobs }: TokenOptions = {}): Chunks {
    yield* this.#begin({ content: '', refusal: null }, logprobs && { content: [], refusal: null })
    for (const { piece, tokens } of cutTokens(text, logprobs, by)) {
      yield this.#choice.chunk({ content: piece }, tokens && { content: tokens, refusal: null })
    }
  }

  /** Write a refusal, piece by piece, as structured outputs have it. */
  *refusal(text: string, { by, logprobs }: TokenOptions = {}): Chunks {
    yield* this.#begin({ content: null, refusal: '' }, logprobs && { content: null, refusal: [] })
    for (const { piece, tokens } of cutTokens(text, logprobs, by)) {
      yield this.#choice.chunk({ refusal: piece }, tokens && { content: null, refusal: tokens })
    }
  }

  /** Write `reasoning_content`, piece by piece, as DeepSeek and other compatible servers do. */
  *reasoning(text: string, { by }: TextOptions = {}): Chunks {
    yield* this.#begin({ content: null, reasoning_content: '' })
    for (const piece of cutText(text, by)) {
      yield this.#choice.chunk({ content: null, reasoning_content: piece })
    }
  }

  /** Write a call of one function: its announcement, and its arguments piece by piece. */
  toolCall(name: string, args: string | object, options: ToolCallOptions = {}): Chunks {
    return this.toolCalls([{ ...options, name, arguments: args }])
  }

  /** Write a call of one custom tool: its announcement, and its input piece by piece. */
  customToolCall(name: string, input: string, options: ToolCallOptions = {}): Chunks {
    return this.toolCalls([{ ...options, name, input }])
  }

  /** Write parallel calls, one after the other. */
  *toolCalls(calls: ReadonlyArray<FunctionCall | CustomToolCall>): Chunks {
    if (calls.length > 1) yield* this.#begin({ content: null })
    for (const { id } of calls) if (id) this.#envelope.toolCallIds.add(id)
    for (const call of calls) {
      const index = this.#choice.toolCalls++
      const id = call.id ?? this.#envelope.nextToolCallId()
      yield this.delta({ tool_calls: [announce(call, index, id)] })
      for (const piece of piecesOf(call, index)) yield this.#choice.chunk({ tool_calls: [piece] })
    }
  }

  /**
   * Write a spoken answer, or more of it: the transcript piece by piece, the data
   * (base64) in one piece, and when it expires (Unix seconds).
   *
   * The API sends no `finish_reason` with audio: what expires has finished. It
   * sends the usage before: `audio({ transcript, data })`, `usage()`, `audio({ expires_at })`.
   */
  *audio(audio: Partially<ChatCompletionAudio>, { by }: TextOptions = {}): Chunks {
    const { id = DEFAULT_AUDIO.id, transcript = '', data, expires_at } = audio
    yield* this.#begin({ refusal: null })
    if (!this.#choice.isSpoken) {
      yield this.#choice.chunk({ content: null, audio: { id, transcript: '' } })
      this.#choice.isSpoken = true
    }
    for (const piece of cutText(transcript, by)) {
      yield this.#choice.chunk({ audio: { transcript: piece } })
    }
    if (data) yield this.#choice.chunk({ audio: { data } })
    if (expires_at !== undefined) yield this.#choice.chunk({ audio: { expires_at } })
  }

  /** One chunk with a delta of your own. It brings the role along where there was none. */
  delta(delta: Delta): ChatCompletionChunk {
    if (!this.#choice.isNew) return this.#choice.chunk(delta)
    return this.role({ content: null, ...delta, refusal: delta.refusal ?? null })
  }

  /** The end of the choice; by `tool_calls` where there were some, and by `stop` elsewhere, unless given. */
  finish(
    reason: FinishReason = this.#choice.toolCalls > 0 ? 'tool_calls' : 'stop',
  ): ChatCompletionChunk {
    if (this.#choice.isNew) {
      this.#choice.fail(
        'the end',
        'the choice has not begun. Write an answer first; role() alone is an empty one.',
      )
    }
    return this.#choice.chunk({}, undefined, reason)
  }

  /**
   * The chunk of no choices that counts the tokens. They are sent as they are,
   * but for the total, which is added up unless given.
   */
  usage(
    tokens: Omit<CompletionUsage, 'total_tokens'> & { total_tokens?: number } = DEFAULT_USAGE,
  ): ChatCompletionChunk {
    const { prompt_tokens, completion_tokens, ...rest } = tokens
    const total_tokens = prompt_tokens + completion_tokens
    return this.#envelope.usage({ prompt_tokens, completion_tokens, total_tokens, ...rest })
  }

  /** The role, unless there was one. */
  *#begin(delta: Delta, logprobs?: Logprobs): Chunks {
    if (this.#choice.isNew) yield this.role(delta, logprobs)
  }
}
