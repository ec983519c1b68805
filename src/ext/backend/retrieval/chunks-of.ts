import type { FileChunkingStrategy } from 'openai/resources/vector-stores/vector-stores'

/** The number of characters of a token, about. */
const TOKEN = 4

/** The strategy `auto`: the one of OpenAI. */
const AUTOMATIC = { max_chunk_size_tokens: 800, chunk_overlap_tokens: 400 }

/**
 * Cuts a text into chunks of a number of tokens, about, of which each begins with the end of the one
 * before. Words are whole.
 */
export function chunksOf(text: string, strategy?: FileChunkingStrategy): string[] {
  const isStatic = strategy?.type === 'static'
  const { max_chunk_size_tokens, chunk_overlap_tokens } = isStatic ? strategy.static : AUTOMATIC
  const size = TOKEN * max_chunk_size_tokens
  const overlap = Math.min(TOKEN * chunk_overlap_tokens, size / 2)

  // A word that is longer than a chunk is cut.
  const words = text.match(new RegExp(`\\s*\\S{1,${size}}`, 'gu')) ?? []
  const chunks: string[] = []
  for (let start = 0, end = 0; end < words.length;) {
    end = start + Math.max(1, countFitting(words, start, 1, size))
    chunks.push(words.slice(start, end).join('').trim())
    start = Math.max(start + 1, end - countFitting(words, end - 1, -1, overlap))
  }
  return chunks
}

/** Counts the words, from one word on forward or backward, that have no more than a number of characters. */
function countFitting(
  words: readonly string[],
  from: number,
  step: 1 | -1,
  characters: number,
): number {
  let count = 0
  for (let length = 0; ; count++) {
    length += words[from + step * count]?.length ?? Infinity
    if (length > characters) return count
  }
}
