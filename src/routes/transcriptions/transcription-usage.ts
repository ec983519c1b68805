import { defined, type Partially } from '../protocol/defaults.js'
import type { DurationUsage, TokensUsage } from './transcription-resource.js'

/** Completes the numbers of tokens. The fields come in the order of the API. */
export function tokensUsage(given: Partially<TokensUsage> = {}): TokensUsage {
  const { input_tokens = 10, output_tokens = 10, ...rest } = defined(given)
  const text_tokens = rest.input_token_details?.text_tokens ?? 0
  return {
    type: 'tokens',
    total_tokens: rest.total_tokens ?? input_tokens + output_tokens,
    input_tokens,
    input_token_details: {
      text_tokens,
      audio_tokens: input_tokens - text_tokens,
      ...defined(rest.input_token_details ?? {}),
    },
    output_tokens,
  }
}

/** Completes the usage of an audio: its duration, in full seconds. */
export function durationUsage(
  duration: number,
  { seconds = Math.ceil(duration) }: Partially<DurationUsage> = {},
): DurationUsage {
  return { type: 'duration', seconds }
}
