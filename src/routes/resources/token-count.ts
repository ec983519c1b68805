import { encodeText } from '../../streaming/internal.js'

/** Estimates the number of tokens of a text: one for four bytes, near OpenAI's rule of thumb. */
export function estimateTokens(text: string): number {
  return Math.ceil(encodeText(text).length / 4)
}
