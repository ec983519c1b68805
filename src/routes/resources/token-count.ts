/** Estimates the number of tokens of a text: one for four characters, as OpenAI's rule of thumb says. */
export function estimateTokens(text: string): number {
  return Math.ceil(text.length / 4)
}
