import type { TextLogprobs } from '../../../routes/completions/text-tokens.js'
import { logprobsOf } from '../model/token-logprobs.js'

/**
 * Makes the log probabilities of a choice of a legacy completion: parallel lists, with one entry for
 * each token.
 *
 * @param text The text of the choice, with its prompt where the request asks for an echo.
 * @param options `top` is the number of likely tokens in each place. With `echo`, the first token
 * has no probability: nothing comes before it.
 */
export function textLogprobsOf(
  text: string,
  { top, echo }: { readonly top: number; readonly echo: boolean },
): TextLogprobs {
  const tokens = logprobsOf(text, top)
  const likely = tokens.map(({ top_logprobs }) =>
    Object.fromEntries(top_logprobs.map(({ token, logprob }) => [token, logprob])),
  )
  const knownFrom = echo ? 1 : 0
  let end = 0
  const logprobs = {
    tokens: tokens.map(({ token }) => token),
    token_logprobs: tokens.map(({ logprob }, index) => (index < knownFrom ? null : logprob)),
    top_logprobs: top === 0 ? null : likely.map((map, index) => (index < knownFrom ? null : map)),
    text_offset: tokens.map(({ token }) => (end += token.length) - token.length),
  }
  // The wire has null for what is not known, which the type of the SDK excludes.
  return logprobs as TextLogprobs
}
