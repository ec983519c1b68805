import { estimateTokens } from '../../../routes/resources/token-count.js'

/** Counts the tokens of a text. */
export type CountTokens = (text: string) => number

/** The part of `gpt-tokenizer` that counts. */
interface Tokenizer {
  readonly countTokens: (text: string, options: { disallowedSpecial: Set<string> }) => number
}

let loaded: Promise<CountTokens> | undefined

/** Loads the counter of tokens once: `gpt-tokenizer`, an optional peer, or else one for four bytes. */
export function loadCounter(): Promise<CountTokens> {
  return (loaded ??= counterOf(() => import('gpt-tokenizer')))
}

/** Makes a counter of a tokenizer that may not be there. */
export async function counterOf(load: () => Promise<Tokenizer>): Promise<CountTokens> {
  try {
    const { countTokens: count } = await load()
    // A text may name special tokens, such as `<|endoftext|>`. They are plain text here.
    const options = { disallowedSpecial: new Set<string>() }
    return (text) => piecesOf(text).reduce((sum, piece) => sum + count(piece, options), 0)
  } catch {
    // The package is optional: where it is not installed, an estimate is enough.
    return estimateTokens
  }
}

/**
 * Matches a thousand letters, signs or spaces in a row. The tokenizer takes quadratic time for such a row:
 * a million letters would stop a server for minutes.
 */
const LONG_ROW = /[\p{L}\p{M}]{1000}|[^\s\p{L}\p{N}]{1000}|\s{1000}/gu

/** Cuts a text behind each long row. */
function piecesOf(text: string): string[] {
  let start = 0
  const pieces = [...text.matchAll(LONG_ROW)].map(({ index, 0: row }) => {
    const piece = text.slice(start, index + row.length)
    start = index + row.length
    return piece
  })
  return [...pieces, text.slice(start)]
}

/** Counts the tokens of a text. */
export async function countTokens(text: string): Promise<number> {
  return (await loadCounter())(text)
}
