import type { ChatCompletionTokenLogprob } from 'openai/resources/chat/completions'
import { cutText, type By } from '../protocol/cut-text.js'

/** A token and how likely it was. Its bytes are those of its text, and there were no others, unless given. */
export type Token = Pick<ChatCompletionTokenLogprob, 'token' | 'logprob'> &
  Partial<ChatCompletionTokenLogprob>

/** A piece of a text, and the tokens that end in it where they are known. */
export interface Piece {
  readonly piece: string
  readonly tokens?: ChatCompletionTokenLogprob[]
}

/**
 * Cut a text as `by` says, or else into its tokens, where they are known. A token that
 * ends inside a grapheme waits for the rest of it, and none is lost.
 */
export function* cutTokens(
  text: string,
  tokens: readonly Token[] | null | undefined,
  by?: By,
): Generator<Piece> {
  if (!tokens) {
    for (const piece of cutText(text, by)) yield { piece }
    return
  }

  const left = tokens.map(completeToken)
  let piece = ''
  let bytes = 0
  for (const part of cutText(text, by ?? 'grapheme')) {
    piece += part
    bytes += bytesOf(part).length
    const ended = left.splice(0, countWithin(bytes, left))
    if (ended.length === 0 && !by) continue

    yield { piece, tokens: ended }
    piece = ''
    for (const token of ended) bytes -= sizeOf(token)
  }
  if (piece || left.length > 0) yield { piece, tokens: left }
}

/** How many of the first tokens end within so many bytes. */
function countWithin(bytes: number, tokens: ChatCompletionTokenLogprob[]): number {
  let count = 0
  for (const token of tokens) {
    bytes -= sizeOf(token)
    if (bytes < 0) break
    count++
  }
  return count
}

/** A whole token of one that may lack its bytes, and the others that were likely. */
export function completeToken({
  token,
  logprob,
  bytes,
  top_logprobs = [],
}: Token): ChatCompletionTokenLogprob {
  return { token, logprob, bytes: bytes === undefined ? bytesOf(token) : bytes, top_logprobs }
}

function sizeOf({ token, bytes }: ChatCompletionTokenLogprob): number {
  return (bytes ?? bytesOf(token)).length
}

function bytesOf(text: string): number[] {
  return [...new TextEncoder().encode(text)]
}
