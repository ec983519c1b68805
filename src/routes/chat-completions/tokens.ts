import type { ChatCompletionTokenLogprob } from 'openai/resources/chat/completions'
import { cutText, type By } from '../protocol/cut-text.js'

/** A token with its log probability. Unless given, `bytes` are those of the text, and `top_logprobs` is empty. */
export type Token = Pick<ChatCompletionTokenLogprob, 'token' | 'logprob'> &
  Partial<ChatCompletionTokenLogprob>

/** A piece of a text, with the tokens that end in the piece where the tokens are known. */
export interface Piece {
  readonly piece: string
  readonly tokens?: ChatCompletionTokenLogprob[]
}

/**
 * Cuts a text by `by`; without `by`, into its tokens where they are known. Several tokens of one
 * grapheme are one piece.
 */
export function cutTokens(
  text: string,
  tokens: readonly Token[] | null | undefined,
  by?: By,
): Iterable<Piece> {
  return tokens ? joinTokens(text, tokens, by) : cutText(text, by).map((piece) => ({ piece }))
}

function* joinTokens(text: string, tokens: readonly Token[], by?: By): Generator<Piece> {
  const remaining = tokens.map(completeToken)
  let piece = ''
  let bytes = 0
  for (const part of cutText(text, by ?? 'grapheme')) {
    piece += part
    bytes += bytesOf(part).length
    const ended = remaining.splice(0, countWithin(bytes, remaining))
    if (ended.length === 0 && !by) continue

    yield { piece, tokens: ended }
    piece = ''
    for (const token of ended) bytes -= sizeOf(token)
  }
  if (piece || remaining.length > 0) yield { piece, tokens: remaining }
}

/** Counts the first tokens that fit into a number of bytes. */
function countWithin(bytes: number, tokens: ChatCompletionTokenLogprob[]): number {
  let count = 0
  for (const token of tokens) {
    bytes -= sizeOf(token)
    if (bytes < 0) break
    count++
  }
  return count
}

/** Completes a token, which may lack its bytes and its `top_logprobs`. */
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
