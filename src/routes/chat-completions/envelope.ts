import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import type { CompletionUsage } from 'openai/resources/completions'
import { countIds, turnOf } from '../ids.js'
import { ChoiceInProgress } from './choice.js'

/** What the chunks of a stream say besides their choices. */
export interface EnvelopeOptions {
  /** `chatcmpl-1` unless given. */
  readonly id?: string | undefined
  /** Unix seconds; 1700000000 unless given. */
  readonly created?: number | undefined
  /** `gpt-4.1` unless given. */
  readonly model?: string | undefined
  /** `default` unless given. `undefined` leaves the key out, as before 2025. */
  readonly serviceTier?: ChatCompletionChunk['service_tier'] | undefined
  /** `fp_1` unless given; `null` with gpt-5. `undefined` leaves the key out. */
  readonly systemFingerprint?: string | null | undefined
  /** What choices without log probabilities say of them: `null`. `undefined` leaves the key out, as gpt-5 does. */
  readonly logprobs?: null | undefined
  /** Whether each chunk says `usage: null`, as it does since 2025 where the request asks for usage. */
  readonly includeUsage?: boolean | undefined
  /** Whether each chunk is padded, as it is since 2025 unless the request asks for none of it. */
  readonly obfuscation?: boolean | undefined
}

/** What a chat completion says where nothing else is said. */
export const DEFAULTS = {
  id: 'chatcmpl-1',
  created: 1700000000,
  model: 'gpt-4.1',
  service_tier: 'default',
  system_fingerprint: 'fp_1',
} as const

/** What a chat completion costs where nothing else is said. */
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

/** An audio that says nothing, where nothing else is said. */
export const DEFAULT_AUDIO = {
  id: 'audio_1',
  data: '',
  transcript: '',
  expires_at: 1700003600,
} as const

/** As much as a chunk is ever padded with. */
const PADDING = 'k7Qx2Lm9Rb4Tz0W'

/** What the chunks of one stream share. */
export class Envelope {
  readonly #head: Omit<ChatCompletionChunk, 'choices'>
  readonly #usage: null | undefined
  readonly #obfuscation: boolean
  /** What choices without log probabilities say of them. */
  readonly logprobs: null | undefined
  readonly #choices = new Map<number, ChoiceInProgress>()
  /** Whether the usage has been written. */
  isCounted = false
  /** The ids of tool calls that are taken. */
  readonly toolCallIds = new Set<string>()
  /** An id for the next tool call. */
  readonly nextToolCallId: () => string

  constructor(options: EnvelopeOptions) {
    this.#head = headOf(options)
    this.nextToolCallId = countIds(`call_${turnOf(this.#head.id)}`, this.toolCallIds)
    this.#usage = options.includeUsage ? null : undefined
    this.#obfuscation = options.obfuscation ?? false
    this.logprobs = 'logprobs' in options ? options.logprobs : null
  }

  /** A chunk of the stream. */
  chunk(
    choices: ChatCompletionChunk.Choice[],
    usage: CompletionUsage | null | undefined = this.#usage,
  ): ChatCompletionChunk {
    return {
      ...this.#head,
      choices,
      ...(usage !== undefined && { usage }),
      ...(this.#obfuscation && { obfuscation: padding(choices) }),
    }
  }

  /** One of its choices, zero-based. */
  choice(index: number): ChoiceInProgress {
    const choice = this.#choices.get(index) ?? new ChoiceInProgress(index, this)
    this.#choices.set(index, choice)
    return choice
  }

  /** The chunk that counts the tokens, once every choice has finished. */
  usage(usage: CompletionUsage): ChatCompletionChunk {
    if (this.isCounted) {
      throw new TypeError('Failed to write the usage: it has been written already.')
    }
    for (const choice of this.#choices.values()) choice.expectEnd()
    this.isCounted = true
    return this.chunk([], usage)
  }
}

function headOf(options: EnvelopeOptions): Omit<ChatCompletionChunk, 'choices'> {
  const { serviceTier, systemFingerprint } = {
    serviceTier: DEFAULTS.service_tier,
    systemFingerprint: DEFAULTS.system_fingerprint,
    ...options,
  }
  const head = {
    id: options.id ?? DEFAULTS.id,
    object: 'chat.completion.chunk' as const,
    created: options.created ?? DEFAULTS.created,
    model: options.model ?? DEFAULTS.model,
    ...(serviceTier !== undefined && { service_tier: serviceTier }),
    ...(systemFingerprint !== undefined && { system_fingerprint: systemFingerprint }),
  }
  // A fingerprint is null on the wire, though the SDK's type knows only strings.
  return head as Omit<ChatCompletionChunk, 'choices'>
}

/** What makes the length of a delta a multiple of 16. */
function padding([choice]: ChatCompletionChunk.Choice[]): string {
  const { content, refusal, tool_calls: [call] = [] } = choice?.delta ?? {}
  const text = content ?? refusal ?? call?.function?.arguments ?? call?.custom?.input ?? ''
  return PADDING.slice(0, (16 - (text.length % 16)) % 16)
}
