import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import type { CompletionUsage } from 'openai/resources/completions'
import { idsInside, type NextId } from '../protocol/ids.js'

/** The fields that all chunks of a stream share. */
export interface EnvelopeOptions {
  /** `chatcmpl-1` unless given. */
  readonly id?: string | undefined
  /** Unix seconds; 1700000000 unless given. */
  readonly created?: number | undefined
  /** `gpt-4.1` unless given. */
  readonly model?: string | undefined
  /** `default` unless given. `undefined` omits the key, as the API did before 2025. */
  readonly service_tier?: ChatCompletionChunk['service_tier'] | undefined
  /** `fp_1` unless given; the API sends `null` with gpt-5. `undefined` omits the key. */
  readonly system_fingerprint?: string | null | undefined
  /** The value in choices without log probabilities: `null`. `undefined` omits the key, as gpt-5 does. */
  readonly logprobs?: null | undefined
  /** Writes `usage: null` in each chunk, as the API does since 2025 where the request asks for usage. */
  readonly include_usage?: boolean | undefined
  /** Pads each chunk, as the API does since 2025 unless the request turns it off. */
  readonly include_obfuscation?: boolean | undefined
}

/** The fields of a chat completion that has no others. */
export const DEFAULTS = {
  id: 'chatcmpl-1',
  created: 1700000000,
  model: 'gpt-4.1',
  service_tier: 'default',
  system_fingerprint: 'fp_1',
} as const

/** The usage of a chat completion that has no other. */
export const DEFAULT_USAGE = {
  prompt_tokens: 10,
  completion_tokens: 10,
  total_tokens: 20,
  prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
  completion_tokens_details: {
    reasoning_tokens: 0,
    audio_tokens: 0,
    accepted_prediction_tokens: 0,
    rejected_prediction_tokens: 0,
  },
} satisfies CompletionUsage

/** The fields of an audio that has no others. */
export const DEFAULT_AUDIO = {
  id: 'audio_1',
  data: '',
  transcript: '',
  expires_at: 1700003600,
} as const

/** The longest padding of a chunk. */
const PADDING = 'k7Qx2Lm9Rb4Tz0W'

/** Makes the chunks of one stream, whose choices share their ids and their usage. */
export class Envelope {
  /** The value in choices without log probabilities. */
  readonly logprobs: null | undefined
  readonly #head: Omit<ChatCompletionChunk, 'choices'>
  readonly #usage: null | undefined
  readonly #isPadded: boolean
  readonly #choices = new Map<number, ChoiceWriter>()
  readonly #nextId: NextId
  readonly #toolCallIds = new Set<string>()
  #hasUsage = false

  constructor(options: EnvelopeOptions) {
    this.#head = headOf(options)
    this.#nextId = idsInside(this.#head.id)
    this.#usage = options.include_usage ? null : undefined
    this.#isPadded = options.include_obfuscation ?? false
    this.logprobs = 'logprobs' in options ? options.logprobs : null
  }

  /** True once the usage has been written. */
  get hasUsage(): boolean {
    return this.#hasUsage
  }

  /** Makes a chunk of the stream. */
  chunk(
    choices: ChatCompletionChunk.Choice[],
    usage: CompletionUsage | null | undefined = this.#usage,
  ): ChatCompletionChunk {
    return {
      ...this.#head,
      choices,
      ...(usage !== undefined && { usage }),
      ...(this.#isPadded && { obfuscation: padding(choices) }),
    }
  }

  /** Gives the writer of a choice, zero-based. */
  choice(index: number): ChoiceWriter {
    const choice = this.#choices.get(index) ?? new ChoiceWriter(index, this)
    this.#choices.set(index, choice)
    return choice
  }

  /** Keeps the default ids of tool calls from being one of these. */
  reserveToolCallIds(ids: ReadonlyArray<string | undefined>): void {
    for (const id of ids) if (id) this.#toolCallIds.add(id)
  }

  /** Gives the id of the next tool call that has none. */
  nextToolCallId(): string {
    const id = this.#nextId('call')
    return this.#toolCallIds.has(id) ? this.nextToolCallId() : id
  }

  /**
   * Makes the chunk that counts the tokens.
   *
   * @throws {TypeError} When there was one already, or a choice has not finished.
   */
  usage(usage: CompletionUsage): ChatCompletionChunk {
    if (this.#hasUsage) {
      throw new TypeError('Failed to write the usage: it has been written already.')
    }
    for (const choice of this.#choices.values()) choice.assertFinished()
    this.#hasUsage = true
    return this.chunk([], usage)
  }
}

function headOf(options: EnvelopeOptions): Omit<ChatCompletionChunk, 'choices'> {
  const { service_tier, system_fingerprint } = { ...DEFAULTS, ...options }
  const head = {
    id: options.id ?? DEFAULTS.id,
    object: 'chat.completion.chunk' as const,
    created: options.created ?? DEFAULTS.created,
    model: options.model ?? DEFAULTS.model,
    ...(service_tier !== undefined && { service_tier }),
    ...(system_fingerprint !== undefined && { system_fingerprint }),
  }
  // A fingerprint is null on the wire, though the type of the SDK has strings alone.
  return head as Omit<ChatCompletionChunk, 'choices'>
}

/** Makes the padding that brings the length of a delta to a multiple of 16. */
function padding([choice]: ChatCompletionChunk.Choice[]): string {
  const { content, refusal, tool_calls: [call] = [] } = choice?.delta ?? {}
  const text = content ?? refusal ?? call?.function?.arguments ?? call?.custom?.input ?? ''
  return PADDING.slice(0, (16 - (text.length % 16)) % 16)
}

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
