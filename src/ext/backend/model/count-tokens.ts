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
    return (text) => count(text, { disallowedSpecial: new Set() })
  } catch {
    // The package is optional: where it is not installed, an estimate is enough.
    return estimateTokens
  }
}

/** Counts the tokens of a text. */
export async function countTokens(text: string): Promise<number> {
  return (await loadCounter())(text)
}
