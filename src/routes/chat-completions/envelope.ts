import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import type { CompletionUsage } from 'openai/resources/completions'
import { idsInside, type NextId } from '../protocol/ids.js'
import { habitsOf } from './habits.js'
import { padded } from './padded-chunk.js'

type Choice = ChatCompletionChunk.Choice

/** The fields that a chunk adds to a message. Other servers have more fields. */
export type Delta = Choice['delta'] & { readonly [field: string]: unknown }

/** The log probabilities of a choice in a chunk. */
export type Logprobs = ChatCompletionChunk.Choice.Logprobs | null | undefined

/** The fields that all chunks of a stream share. */
export interface EnvelopeOptions {
  /** The id of the completion; `chatcmpl-1` unless given. */
  readonly id?: string | undefined
  /** The time of the completion, in Unix seconds; 1700000000 unless given. */
  readonly created?: number | undefined
  /** The name of the model; `gpt-4.1` unless given. */
  readonly model?: string | undefined
  /** The service tier; `default` unless given. `undefined` omits the key, as the API did before 2025. */
  readonly service_tier?: ChatCompletionChunk['service_tier'] | undefined
  /** The fingerprint; unless given, `null` for gpt-5, o-series, gpt-4 and gpt-3.5, `fp_1` elsewhere. `undefined` omits the key. */
  readonly system_fingerprint?: string | null | undefined
  /** The value in choices without log probabilities. `undefined` omits the key, which is the default for gpt-5, o-series and gpt-audio; `null` is the default elsewhere. */
  readonly logprobs?: null | undefined
  /** Writes `usage: null` in each chunk, as the API does for a request with `include_usage`; false unless given. */
  readonly include_usage?: boolean | undefined
  /** Pads each chunk to 16 characters, as the API does unless a request forbids the padding; false unless given. */
  readonly include_obfuscation?: boolean | undefined
}

/** The names of the options of an envelope. */
export const ENVELOPE_OPTIONS: ReadonlyArray<keyof EnvelopeOptions> = [
  'id',
  'created',
  'model',
  'service_tier',
  'system_fingerprint',
  'logprobs',
  'include_usage',
  'include_obfuscation',
]

/** The default fields of a chat completion. */
export const DEFAULTS = {
  id: 'chatcmpl-1',
  created: 1700000000,
  model: 'gpt-4.1',
  service_tier: 'default',
} as const

/** The default usage of a chat completion. */
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

/** The default fields of an audio. */
export const DEFAULT_AUDIO = {
  id: 'audio_1',
  data: '',
  transcript: '',
  expires_at: 1700003600,
} as const

/** Makes the chunks of one stream. All choices share the ids and the usage. */
export class Envelope {
  /** True for a stream in which every chunk is padded. */
  readonly isPadded: boolean
  /** The value in choices without log probabilities. */
  logprobs: null | undefined
  /** True once a message calls several tools. */
  hasParallelCalls = false
  readonly #head: Omit<ChatCompletionChunk, 'choices'>
  /** A chunk of most kinds, without its choices. */
  readonly #usual: ChatCompletionChunk
  readonly #usage: null | undefined
  readonly #choices = new Map<number, ChoiceWriter>()
  readonly #nextId: NextId
  readonly #toolCallIds = new Set<string>()
  #hasUsage = false

  constructor(options: EnvelopeOptions) {
    this.#head = headOf(options)
    this.#nextId = idsInside(this.#head.id)
    this.#usage = options.include_usage ? null : undefined
    this.#usual = { ...this.#head, choices: [], ...(options.include_usage && { usage: null }) }
    this.isPadded = options.include_obfuscation ?? false
    this.logprobs = 'logprobs' in options ? options.logprobs : habitsOf(this.#head.model).logprobs
  }

  /** True once the usage has been written. */
  get hasUsage(): boolean {
    return this.#hasUsage
  }

  /** Makes a chunk of the stream. The chunks that only pad an audio have no choices. */
  chunk(
    choices: ChatCompletionChunk.Choice[] | undefined,
    usage: CompletionUsage | null | undefined = this.#usage,
  ): ChatCompletionChunk {
    const isBefore = this.hasParallelCalls && usage === null && !choices?.some(hasFinished)
    // A copy with all of its fields takes half of the time of one that gets fields later.
    const isUsual = choices !== undefined && !isBefore
    // The SDK's type has choices in every chunk.
    const chunk = { ...(isUsual ? this.#usual : this.#head) } as ChatCompletionChunk
    // Beside parallel calls, the API sends the `usage: null` in front of the choices until the end.
    if (isBefore) chunk.usage = usage
    if (choices) chunk.choices = choices
    if (usage !== undefined) chunk.usage = usage
    return this.isPadded ? padded(chunk) : chunk
  }

  /** Gives the writer of a choice, by its zero-based index. */
  choice(index: number): ChoiceWriter {
    const choice = this.#choices.get(index) ?? new ChoiceWriter(index, this)
    this.#choices.set(index, choice)
    return choice
  }

  /** Excludes ids from the default ids of tool calls. */
  reserveToolCallIds(ids: ReadonlyArray<string | undefined>): void {
    for (const id of ids) if (id) this.#toolCallIds.add(id)
  }

  /** Gives the next default id of a tool call. */
  nextToolCallId(): string {
    const id = this.#nextId('call')
    return this.#toolCallIds.has(id) ? this.nextToolCallId() : id
  }

  /**
   * Makes the chunk with the numbers of tokens.
   *
   * @throws {TypeError} When the usage is written already, or a choice has not finished.
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

function hasFinished({ finish_reason }: Choice): boolean {
  return Boolean(finish_reason)
}

function headOf(options: EnvelopeOptions): Omit<ChatCompletionChunk, 'choices'> {
  const model = options.model ?? DEFAULTS.model
  // An option that is given as `undefined` omits the key.
  const { service_tier } = 'service_tier' in options ? options : DEFAULTS
  const { system_fingerprint } = 'system_fingerprint' in options ? options : habitsOf(model)
  const head = {
    id: options.id ?? DEFAULTS.id,
    object: 'chat.completion.chunk' as const,
    created: options.created ?? DEFAULTS.created,
    model,
    ...(service_tier !== undefined && { service_tier }),
    ...(system_fingerprint !== undefined && { system_fingerprint }),
  }
  // A fingerprint may be null on the wire, which the SDK's type excludes.
  return head as Omit<ChatCompletionChunk, 'choices'>
}

/** Writes the chunks of one choice, and refuses chunks that are out of order. */
export class ChoiceWriter {
  /** The number of tool calls so far. */
  toolCallCount = 0
  /** The id of the audio, once it has begun. Its expiry, which comes behind the usage, ends the choice. */
  audioId: string | undefined
  /** True once data of the audio has been written. */
  hasAudioData = false
  readonly #index: number
  readonly #envelope: Envelope
  #state: 'new' | 'begun' | 'finished' = 'new'

  constructor(index: number, envelope: Envelope) {
    this.#index = index
    this.#envelope = envelope
  }

  /** True until the first chunk of the choice. */
  get isNew(): boolean {
    return this.#state === 'new'
  }

  /**
   * Makes a chunk of the choice. A chunk with a `finish_reason` is the last one.
   *
   * @throws {TypeError} When the choice has finished, or the usage is written.
   */
  chunk(
    delta: Delta,
    given?: Logprobs,
    finish_reason: Choice['finish_reason'] = null,
  ): ChatCompletionChunk {
    this.#assertUnfinished()
    this.#state = finish_reason ? 'finished' : 'begun'
    // A stream with log probabilities has the key in all choices that follow.
    if (given) this.#envelope.logprobs = null
    const logprobs = given ?? this.#envelope.logprobs
    const index = this.#index
    return this.#envelope.chunk([
      logprobs === undefined
        ? { index, delta, finish_reason }
        : { index, delta, logprobs, finish_reason },
    ])
  }

  /**
   * Makes the chunk with the expiry of an audio, which is the last one of its choice.
   *
   * @throws {TypeError} When the choice has finished.
   */
  expiry(expires_at: number): ChatCompletionChunk {
    this.#assertUnfinished()
    const choice = { index: this.#index, delta: { audio: { expires_at } } }
    // This choice of the API has no `finish_reason`, which the SDK's type requires.
    return this.#envelope.chunk([choice as Choice])
  }

  /**
   * Checks that the usage may be written.
   *
   * @throws {TypeError} When the choice has begun, and has not finished.
   */
  assertFinished(): void {
    if (this.#state !== 'begun' || this.audioId !== undefined) return
    this.fail('the usage', 'the choice has not finished. Write its finish() first.')
  }

  #assertUnfinished(): void {
    if (this.#state === 'finished') {
      this.fail(
        'another chunk',
        'the choice has finished. Write it before finish(), and create the writer inside generate(), so that each play has its own.',
      )
    }
    if (this.#envelope.hasUsage && this.audioId === undefined) {
      this.fail('another chunk', 'the usage comes last. Write it before usage().')
    }
  }

  /**
   * Refuses to write a part of the choice.
   *
   * @throws {TypeError} Always.
   */
  fail(part: string, reason: string): never {
    throw new TypeError(`Failed to write ${part} of choice ${this.#index}: ${reason}`)
  }
}
