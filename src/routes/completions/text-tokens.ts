import type { CompletionChoice } from 'openai/resources/completions'
import { cutText, type By } from '../protocol/cut-text.js'

/** The log probabilities of a text: parallel lists, with one entry for each token. */
export type TextLogprobs = CompletionChoice.Logprobs

/** A piece of a text, with the log probabilities of the tokens that end in the piece. */
export interface TextPiece {
  readonly text: string
  readonly logprobs: TextLogprobs | null
}

/**
 * Cuts a text by `by`; without `by`, into its tokens where they are known. Several tokens of one
 * grapheme are one piece.
 */
export function* cutTextTokens(
  text: string,
  logprobs: TextLogprobs | null = null,
  by?: By,
): Generator<TextPiece> {
  if (!logprobs) {
    for (const piece of cutText(text, by)) yield { text: piece, logprobs: null }
    return
  }
  const ends = endsOf(logprobs.tokens ?? [])
  let [piece, end, first, next] = ['', 0, 0, 0]
  for (const part of cutText(text, by ?? 'grapheme')) {
    piece += part
    end += part.length
    while ((ends[next] ?? Infinity) <= end) next++
    const isLast = end === text.length
    if (next === first && !by && !isLast) continue

    yield { text: piece, logprobs: sliceOf(logprobs, first, isLast ? undefined : next) }
    piece = ''
    first = next
  }
}

/** Lists the offsets at which tokens end. */
function endsOf(tokens: readonly string[]): number[] {
  let end = 0
  return tokens.map(({ length }) => (end += length))
}

/** Takes the entries of some tokens out of each list. */
function sliceOf(logprobs: TextLogprobs, start: number, end: number | undefined): TextLogprobs {
  return Object.fromEntries(
    Object.entries(logprobs).map(([field, list]: [string, unknown]) => [
      field,
      Array.isArray(list) ? list.slice(start, end) : list,
    ]),
  )
}

/** Joins the log probabilities of pieces, in linear time; null where no piece has any. */
export function joinTextLogprobs(pieces: ReadonlyArray<TextLogprobs | null>): TextLogprobs | null {
  const given = pieces.filter((piece) => piece !== null)
  if (given.length === 0) return null

  const fields = new Set(given.flatMap((piece) => Object.keys(piece)))
  return Object.fromEntries(
    [...fields].map((field) => {
      const values = given.map((piece): unknown => Reflect.get(piece, field))
      const lists = values.filter((value) => Array.isArray(value))
      return [field, lists.length > 0 ? lists.flat() : values.at(-1)]
    }),
  )
}
