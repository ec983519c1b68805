import type { ChatCompletionAudio, ChatCompletionChunk } from 'openai/resources/chat/completions'
import type { CompletionUsage } from 'openai/resources/completions'
import { cutText, type By } from '../protocol/cut-text.js'
import type { Partially } from '../protocol/defaults.js'
import {
  DEFAULT_AUDIO,
  DEFAULT_USAGE,
  Envelope,
  type ChoiceWriter,
  type Delta,
  type EnvelopeOptions,
  type Logprobs,
} from './envelope.js'
import { cutTokens, type Token } from './tokens.js'
import {
  toolCallDeltas,
  type CustomToolCall,
  type FunctionCall,
  type ToolCallOptions,
} from './tool-calls.js'

type Chunks = Generator<ChatCompletionChunk, void, undefined>
type FinishReason = NonNullable<ChatCompletionChunk.Choice['finish_reason']>
type Usage = Omit<CompletionUsage, 'total_tokens'> & { readonly total_tokens?: number }

/** Options of a {@link chatCompletionWriter}, named as on the wire. */
export interface ChatCompletionWriterOptions extends EnvelopeOptions {
  /** The choice to write, zero-based; 0 unless given. */
  readonly index?: number | undefined
}

/** Options of a text. */
export interface TextOptions {
  /** The pieces of the text; words unless given. */
  readonly by?: By | undefined
}

/** Options of a text whose tokens may be known. */
export interface TokenOptions extends TextOptions {
  /** The tokens of the text. They are also its pieces unless `by` is given. */
  readonly logprobs?: readonly Token[] | null | undefined
}

/**
 * Creates a writer of the chunks of one chat completion. Every method is used with `yield*`, and
 * throws a `TypeError` there where the order is impossible.
 *
 * @example
 * class Greeting extends EventStream<ChatCompletionChunk> {
 *   *generate(): Generator<ChatCompletionChunk> {
 *     const w = chatCompletionWriter({ model: 'gpt-5' })
 *     yield* w.text('Hello there')
 *     yield* w.finish()
 *   }
 * }
 */
export function chatCompletionWriter({
  index = 0,
  ...options
}: ChatCompletionWriterOptions = {}): ChatCompletionWriter {
  return new ChatCompletionWriter(new Envelope(options), index)
}

/**
 * Writes one choice of a chat completion, and others with {@link ChatCompletionWriter.choice}. The
 * first content of a choice brings its role along; `finish()` ends it.
 */
export class ChatCompletionWriter {
  readonly #envelope: Envelope
  readonly #choice: ChoiceWriter

  constructor(envelope: Envelope, index: number) {
    this.#envelope = envelope
    this.#choice = envelope.choice(index)
  }

  /** Gives a writer of another choice of the same completion, zero-based. */
  choice(index: number): ChatCompletionWriter {
    return new ChatCompletionWriter(this.#envelope, index)
  }

  /**
   * Writes choices at the same time, as the API does: one chunk of each in turn, and the first piece
   * of each right behind its role.
   *
   * @example
   * yield* w.interleave(w.text('Hello there'), w.choice(1).text('Good morning'))
   */
  interleave(...parts: ReadonlyArray<Iterable<ChatCompletionChunk>>): Chunks {
    return interleave(parts)
  }

  /** Writes the role, as it comes before a text, or with another delta beside it. Must be first. */
  *role(delta: Delta = { content: '', refusal: null }, logprobs?: Logprobs): Chunks {
    if (!this.#choice.isNew) {
      this.#choice.fail('the role', 'the choice has begun already. Write role() first.')
    }
    yield this.#choice.chunk({ role: 'assistant', ...delta }, logprobs)
  }

  /** Writes a text, piece by piece. */
  *text(text: string, { by, logprobs }: TokenOptions = {}): Chunks {
    yield* this.#begin({ content: '', refusal: null }, logprobs && { content: [], refusal: null })
    for (const { piece, tokens } of cutTokens(text, logprobs, by)) {
      yield this.#choice.chunk({ content: piece }, tokens && { content: tokens, refusal: null })
    }
  }

  /** Writes a refusal, piece by piece, as the API sends it with structured outputs. */
  *refusal(text: string, { by, logprobs }: TokenOptions = {}): Chunks {
    yield* this.#begin({ content: null, refusal: '' }, logprobs && { content: null, refusal: [] })
    for (const { piece, tokens } of cutTokens(text, logprobs, by)) {
      yield this.#choice.chunk({ refusal: piece }, tokens && { content: null, refusal: tokens })
    }
  }

  /** Writes `reasoning_content`, piece by piece, as DeepSeek and other compatible servers do. */
  *reasoning(text: string, { by }: TextOptions = {}): Chunks {
    yield* this.#begin({ content: null, reasoning_content: '' })
    for (const piece of cutText(text, by)) {
      yield this.#choice.chunk({ content: null, reasoning_content: piece })
    }
  }

  /**
   * Writes a call of one function: its announcement, and its arguments piece by piece.
   *
   * @example
   * yield* w.toolCall('get_weather', { city: 'Paris' }, { id: 'call_7' })
   */
  toolCall(name: string, args: string | object = {}, options: ToolCallOptions = {}): Chunks {
    return this.toolCalls([{ ...options, name, arguments: args }])
  }

  /** Writes a call of one custom tool: its announcement, and its input piece by piece. */
  customToolCall(name: string, input: string, options: ToolCallOptions = {}): Chunks {
    return this.toolCalls([{ ...options, name, input }])
  }

  /**
   * Writes parallel calls, one after the other.
   *
   * @example
   * yield* w.toolCalls([{ name: 'get_time' }, { name: 'sql', input: 'select 1' }])
   */
  *toolCalls(calls: ReadonlyArray<FunctionCall | CustomToolCall>): Chunks {
    if (calls.length > 1) yield* this.#begin({ content: null })
    this.#envelope.reserveToolCallIds(calls.map(({ id }) => id))
    for (const call of calls) {
      const index = this.#choice.toolCallCount++
      const id = call.id ?? this.#envelope.nextToolCallId()
      for (const delta of toolCallDeltas(call, index, id))
        yield* this.delta({ tool_calls: [delta] })
    }
  }

  /**
   * Writes a spoken answer, or more of it: the transcript piece by piece, the data (base64) in one
   * piece, and the expiry (Unix seconds), which ends the answer: the API sends no `finish_reason`.
   *
   * @example
   * yield* w.audio({ transcript: 'Hello', data: 'AAAA' })
   * yield* w.usage()
   * yield* w.audio({ expires_at: 1700003600 })
   */
  *audio(audio: Partially<ChatCompletionAudio>, { by }: TextOptions = {}): Chunks {
    const { id = DEFAULT_AUDIO.id, transcript = '', data, expires_at } = audio
    yield* this.#begin({ refusal: null })
    if (!this.#choice.hasAudio) {
      yield this.#choice.chunk({ content: null, audio: { id, transcript: '' } })
      this.#choice.hasAudio = true
    }
    for (const piece of cutText(transcript, by)) {
      yield this.#choice.chunk({ audio: { transcript: piece } })
    }
    if (data) yield this.#choice.chunk({ audio: { data } })
    if (expires_at !== undefined) yield this.#choice.chunk({ audio: { expires_at } })
  }

  /** Writes one chunk with a delta of your own. The first of a choice brings its role along. */
  *delta(delta: Delta): Chunks {
    if (this.#choice.isNew) {
      yield* this.role({ content: null, ...delta, refusal: delta.refusal ?? null })
    } else yield this.#choice.chunk(delta)
  }

  /** Writes the end of the choice: `tool_calls` where there were some, `stop` elsewhere, unless given. */
  *finish(reason?: FinishReason): Chunks {
    if (this.#choice.isNew) {
      this.#choice.fail(
        'the end',
        'the choice has not begun. Write an answer first; role() alone is an empty one.',
      )
    }
    const usual = this.#choice.toolCallCount > 0 ? 'tool_calls' : 'stop'
    yield this.#choice.chunk({}, undefined, reason ?? usual)
  }

  /** Writes the chunk of no choices that counts the tokens. The total is added up unless given. */
  *usage(tokens: Usage = DEFAULT_USAGE): Chunks {
    const { prompt_tokens, completion_tokens, ...rest } = tokens
    const total_tokens = prompt_tokens + completion_tokens
    yield this.#envelope.usage({ prompt_tokens, completion_tokens, total_tokens, ...rest })
  }

  /** Writes the role unless there was one. */
  *#begin(delta: Delta, logprobs?: Logprobs): Chunks {
    if (this.#choice.isNew) yield* this.role(delta, logprobs)
  }
}

/** Takes one chunk of each part in turn, and right behind a role its first piece. */
function* interleave(parts: ReadonlyArray<Iterable<ChatCompletionChunk>>): Chunks {
  const iterators = new Set(parts.map((part) => part[Symbol.iterator]()))
  try {
    while (iterators.size > 0) {
      for (const iterator of iterators) {
        let next = iterator.next()
        if (!next.done && hasRole(next.value)) {
          yield next.value
          next = iterator.next()
        }
        if (next.done) iterators.delete(iterator)
        else yield next.value
      }
    }
  } finally {
    for (const iterator of iterators) iterator.return?.()
  }
}

function hasRole({ choices: [choice] }: ChatCompletionChunk): boolean {
  return choice?.delta.role !== undefined
}
