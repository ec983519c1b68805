import type { CompletionUsage } from 'openai/resources/completions'

/** The numbers of tokens of a usage, without OpenAI's details by kind. */
export interface UsageCounts {
  readonly prompt_tokens: number
  readonly completion_tokens: number
  readonly total_tokens: number
  readonly cached_tokens: number
  readonly reasoning_tokens: number
  /** The fields of other servers, which the author gave. */
  readonly more: object
}

/** Reads the numbers of tokens of a usage. */
export function countsOf(usage: CompletionUsage): UsageCounts {
  const { prompt_tokens, completion_tokens, total_tokens, ...rest } = usage
  const { prompt_tokens_details: prompt, completion_tokens_details: completion, ...more } = rest
  return {
    prompt_tokens,
    completion_tokens,
    total_tokens,
    cached_tokens: prompt?.cached_tokens ?? 0,
    reasoning_tokens: completion?.reasoning_tokens ?? 0,
    more,
  }
}
