import { completeToken } from '../../../routes/chat-completions/tokens.js'
import { cutText } from '../../../routes/protocol/cut-text.js'

/** Makes the log probabilities of a text. */
export function logprobsOf(text: string, top: number): Array<ReturnType<typeof completeToken>> {
  const top_logprobs = (token: string) =>
    Array.from({ length: top }, () => ({ token, logprob: 0, bytes: null }))
  return cutText(text).map((token) =>
    completeToken({ token, logprob: 0, top_logprobs: top_logprobs(token) }),
  )
}
