import { completeToken } from '../../../routes/chat-completions/tokens.js'
import { cutText } from '../../../routes/protocol/cut-text.js'
import { numbersOf } from '../../../routes/protocol/numbers-of.js'
import { encodeText } from '../../../streaming/internal.js'
import { ADJECTIVES, NOUNS } from './words.js'

/** A token of a text, with its log probability. */
type TokenLogprob = ReturnType<typeof completeToken>

/** Words that a model could have said in the place of another word. */
const OTHERS = [...ADJECTIVES, ...NOUNS].map((word) => ` ${word}`)

/**
 * Makes the log probabilities of a text: always the same for the same text. The tokens are words with
 * the space in front.
 *
 * @param top The number of entries in the `top_logprobs` of each token. The token itself is the first.
 */
export function logprobsOf(text: string, top: number): TokenLogprob[] {
  const next = numbersOf(text)
  return cutText(text).map((token) => {
    const probability = 0.5 + next() / 2
    const top_logprobs = likely(token, probability, top)
    return completeToken({ token, logprob: Math.log(probability), top_logprobs })
  })
}

/** Lists the likely tokens in the place of a token. Each has half of the probability that is left. */
function likely(token: string, probability: number, count: number): TokenLogprob['top_logprobs'] {
  const others = OTHERS.filter((other) => other !== token)
  return [token, ...others].slice(0, count).map((one, rank) => ({
    token: one,
    logprob: Math.log(rank === 0 ? probability : (1 - probability) / 2 ** rank),
    bytes: [...encodeText(one)],
  }))
}
