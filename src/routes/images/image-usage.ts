import type { ImagesResponse } from 'openai/resources/images'
import { defined, type Partially } from '../protocol/defaults.js'

type Usage = ImagesResponse.Usage

/** Completes the numbers of tokens, in the order of the API. A total is the sum unless given. */
export function completeUsage(usage: Partially<Usage> = {}): Usage {
  const { input_tokens = 10, input_tokens_details, ...rest } = usage
  const { output_tokens = 10, output_tokens_details, ...others } = rest
  return {
    input_tokens,
    input_tokens_details: {
      image_tokens: 0,
      text_tokens: input_tokens,
      ...defined(input_tokens_details ?? {}),
    },
    output_tokens,
    output_tokens_details: {
      image_tokens: output_tokens,
      text_tokens: 0,
      ...defined(output_tokens_details ?? {}),
    },
    total_tokens: input_tokens + output_tokens,
    ...defined(others),
  }
}
