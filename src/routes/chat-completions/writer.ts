import type { ChatCompletionAudio, ChatCompletionChunk } from 'openai/resources/chat/completions'
import type { CompletionUsage } from 'openai/resources/completions'
import { checkOptions } from '../../streaming/internal.js'
import { cutText, type By } from '../protocol/cut-text.js'
import type { Partially } from '../protocol/defaults.js'
import { textAt } from '../protocol/fields.js'
import { interleaveParts } from '../protocol/interleave-parts.js'
import {
  DEFAULT_AUDIO,
  DEFAULT_USAGE,
  ENVELOPE_OPTIONS,
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

/** Options of {@link chatCompletionWriter}, named as on the wire. */
export interface ChatCompletionWriterOptions extends EnvelopeOptions {
  /** The zero-based index of the choice to write; 0 unless given. */
  readonly index?: number | undefined
}

/** Options of a text. */
export interface TextOptions {
  /** The way to cut the text into pieces; `word` unless given. */
  readonly by?: By | undefined
}

/** Options of a text with log probabilities. */
export interface TokenOptions extends TextOptions {
  /** The tokens of the text, which are also its pieces unless `by` is given. */
  readonly logprobs?: readonly Token[] | null | undefined
}

const OPTIONS = new Set([...ENVELOPE_OPTIONS, 'index'])

/**
 * Creates a writer of the chunks of one chat completion. Create it inside `generate()`, so that
 * each play has a writer of its own. Every method is used with `yield*`.
 *
 * @throws {TypeError} When an option is unknown.
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
export function chatCompletionWriter(
  given: ChatCompletionWriterOptions = {},
): ChatCompletionWriter {
  checkOptions('Failed to create chatCompletionWriter()', given, OPTIONS)
  const { index = 0, ...options } = given
  return new ChatCompletionWriter(new Envelope(options), index)
}

/**
 * Writes the chunks of one choice of a chat completion; `choice()` gives writers of the other
 * choices. The first content of a choice is preceded by its role, and `finish()` ends the choice.
 *
 * Every method throws a `TypeError` when its chunks are out of order, at the `yield*`.
 */
export class ChatCompletionWriter {
  readonly #envelope: Envelope
  readonly #choice: ChoiceWriter

  constructor(envelope: Envelope, index: number) {
    this.#envelope = envelope
    this.#choice = envelope.choice(index)
  }

  /**
   * Gives a writer of another choice of the same completion.
   *
   * @param index The zero-based index of the choice.
   *
   * @example
   * yield* w.choice(1).text('Good morning')
   */
  choice(index: number): ChatCompletionWriter {
    return new ChatCompletionWriter(this.#envelope, index)
  }

  /**
   * Writes several choices at the same time, as the API does: one chunk of each, round by round.
   * The first piece of a choice directly follows its role.
   *
   * @example
   * yield* w.interleave(w.text('Hello there'), w.choice(1).text('Good morning'))
   */
  interleave(...parts: ReadonlyArray<Iterable<ChatCompletionChunk>>): Chunks {
    return interleaveParts(parts, hasRole)
  }

  /**
   * Writes the role, as the API does before a text. The other methods write the role by themselves.
   *
   * @param delta The fields beside the role; those before a text unless given.
   * @throws {TypeError} When the choice has begun already.
   *
   * @example
   * yield* w.role({ content: null })
   */
  *role(delta: Delta = { content: '', refusal: null }, logprobs?: Logprobs): Chunks {
    if (!this.#choice.isNew) {
      this.#choice.fail('the role', 'the choice has begun already. Write role() first.')
    }
    yield this.#choice.chunk({ role: 'assistant', ...delta }, logprobs)
  }

  /**
   * Writes the assistant's text, piece by piece.
   *
   * @throws {TypeError} When the choice has finished, or the usage is written.
   *
   * @example
   * yield* w.text('Hello there', { by: 'grapheme' })
   */
  *text(text: string, { by, logprobs }: TokenOptions = {}): Chunks {
    yield* this.#begin({ content: '', refusal: null }, logprobs && { content: [], refusal: null })
    for (const { piece, tokens } of cutTokens(text, logprobs, by)) {
      yield this.#choice.chunk({ content: piece }, tokens && { content: tokens, refusal: null })
    }
  }

  /**
   * Writes a refusal, piece by piece, as the API does for structured outputs.
   *
   * @throws {TypeError} When the choice has finished, or the usage is written.
   *
   * @example
   * yield* w.refusal('I cannot help with that.')
   */
  *refusal(text: string, { by, logprobs }: TokenOptions = {}): Chunks {
    yield* this.#begin({ content: null, refusal: '' }, logprobs && { content: null, refusal: [] })
    for (const { piece, tokens } of cutTokens(text, logprobs, by)) {
      yield this.#choice.chunk({ refusal: piece }, tokens && { content: null, refusal: tokens })
    }
  }

  /**
   * Writes `reasoning_content`, piece by piece, as DeepSeek and other compatible servers do.
   *
   * @throws {TypeError} When the choice has finished, or the usage is written.
   *
   * @example
   * yield* w.reasoning('The user greets me.')
   */
  *reasoning(text: string, { by }: TextOptions = {}): Chunks {
    yield* this.#begin({ content: null, reasoning_content: '' })
    for (const piece of cutText(text, by)) {
      yield this.#choice.chunk({ content: null, reasoning_content: piece })
    }
  }

  /**
   * Writes a call of one function: the id and the name, then the arguments piece by piece.
   *
   * @param args The arguments: an object, which is sent as JSON, or the text itself; `{}` unless
   * given.
   * @throws {TypeError} When the choice has finished, or the usage is written.
   *
   * @example
   * yield* w.toolCall('get_weather', { city: 'Paris' }, { id: 'call_7' })
   */
  toolCall(name: string, args: string | object = {}, options: ToolCallOptions = {}): Chunks {
    return this.toolCalls([{ ...options, name, arguments: args }])
  }

  /**
   * Writes a call of one custom tool: the id and the name, then the input piece by piece.
   *
   * @throws {TypeError} When the choice has finished, or the usage is written.
   *
   * @example
   * yield* w.customToolCall('sql', 'select 1')
   */
  customToolCall(name: string, input: string, options: ToolCallOptions = {}): Chunks {
    return this.toolCalls([{ ...options, name, input }])
  }

  /**
   * Writes parallel tool calls, one after the other. A call with an `input` is one of a custom
   * tool.
   *
   * @throws {TypeError} When the choice has finished, or the usage is written.
   *
   * @example
   * yield* w.toolCalls([{ name: 'get_time' }, { name: 'sql', input: 'select 1' }])
   */
  *toolCalls(calls: ReadonlyArray<FunctionCall | CustomToolCall>): Chunks {
    if (calls.length > 1) {
      this.#envelope.hasParallelCalls = true
      yield* this.#begin({ content: null })
    }
    this.#envelope.reserveToolCallIds(calls.map(({ id }) => id))
    for (const call of calls) {
      const index = this.#choice.toolCallCount++
      const id = call.id ?? this.#envelope.nextToolCallId()
      for (const delta of toolCallDeltas(call, index, id))
        yield* this.delta({ tool_calls: [delta] })
    }
  }

  /**
   * Writes a spoken answer, or a part of the answer: the transcript piece by piece, the data
   * (base64) in one piece, and the expiry (Unix seconds). The expiry ends the choice: the API sends
   * no `finish_reason`. In a padded stream, a chunk without `choices` comes before the data.
   *
   * @throws {TypeError} When the choice has finished.
   *
   * @example
   * yield* w.audio({ transcript: 'Hello', data: 'AAAA' })
   * yield* w.usage()
   * yield* w.audio({ expires_at: 1700003600 })
   */
  *audio(audio: Partially<ChatCompletionAudio>, { by }: TextOptions = {}): Chunks {
    const { transcript = '', data, expires_at } = audio
    yield* this.#begin({ refusal: null })
    yield* this.#transcript(cutText(transcript, by), audio.id)
    if (data) yield* this.#audioData(data)
    if (expires_at !== undefined) yield this.#choice.expiry(expires_at)
  }

  /** Writes the pieces of a transcript. The first chunk of an audio has its id, and the first piece. */
  *#transcript(pieces: readonly string[], id: string = DEFAULT_AUDIO.id): Chunks {
    const choice = this.#choice
    const [first = '', ...rest] = pieces
    const isNew = choice.audioId === undefined
    choice.audioId ??= id
    if (isNew) yield choice.chunk({ content: null, audio: { id, transcript: first } })
    for (const transcript of isNew ? rest : pieces) yield choice.chunk({ audio: { transcript } })
  }

  /** Writes data of an audio. The first chunk with data repeats the role and the id. */
  *#audioData(data: string): Chunks {
    const choice = this.#choice
    if (this.#envelope.isPadded) yield this.#envelope.chunk(undefined)
    const { audioId: id = DEFAULT_AUDIO.id } = choice
    yield choice.hasAudioData
      ? choice.chunk({ audio: { data } })
      : choice.chunk({ role: 'assistant', content: null, refusal: null, audio: { id, data } })
    choice.hasAudioData = true
  }

  /**
   * Writes one chunk with a delta of your own. The first chunk of a choice has the role, too.
   *
   * @throws {TypeError} When the choice has finished, or the usage is written.
   *
   * @example
   * yield* w.delta({ content: 'Hello', citations: [] })
   */
  *delta(delta: Delta): Chunks {
    if (this.#choice.isNew) {
      yield* this.role({ content: null, ...delta, refusal: delta.refusal ?? null })
    } else yield this.#choice.chunk(delta)
  }

  /**
   * Writes the end of the choice.
   *
   * @param reason The `finish_reason`; unless given, `tool_calls` after tool calls, and `stop`
   * elsewhere.
   * @throws {TypeError} When the choice has not begun, or has finished already.
   *
   * @example
   * yield* w.finish('length')
   */
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
  *usage(tokens: Usage = DEFAULT_USAGE): Chunks {
    const { prompt_tokens, completion_tokens, ...rest } = tokens
    const total_tokens = prompt_tokens + completion_tokens
    yield this.#envelope.usage({ prompt_tokens, completion_tokens, total_tokens, ...rest })
  }

  /** Writes the role, unless the choice has begun. */
  *#begin(delta: Delta, logprobs?: Logprobs): Chunks {
    if (this.#choice.isNew) yield* this.role(delta, logprobs)
  }
}

/** Recognizes the chunk that begins a choice. Its first piece directly follows. */
function hasRole(chunk: ChatCompletionChunk): boolean {
  return textAt(chunk, 'choices', 0, 'delta', 'role') !== ''
}
