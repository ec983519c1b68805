import type { TranscriptionWord } from 'openai/resources/audio/transcriptions'

/** The length of a word without a time, in seconds. */
const SECONDS_OF_WORD = 0.5

/** Matches the punctuation around a word, which the words of the API do not have. */
const PUNCTUATION = /^\p{P}+|\p{P}+$/gu

interface Times {
  readonly start?: number | undefined
  readonly end?: number | undefined
}

/** Gives the length of a spoken text, in seconds: half a second for each word. */
export function secondsOf(text: string): number {
  return splitWords(text).length * SECONDS_OF_WORD
}

/**
 * Gives times to the parts that have none: each begins at the end of the part before.
 *
 * @param after The end of the part before the first, in seconds.
 */
export function timed<Part extends Times>(
  parts: readonly Part[],
  textOf: (part: Part) => string,
  after = 0,
): Array<Part & { start: number; end: number }> {
  let last = after
  return parts.map((part) => {
    const { start = last, end = start + secondsOf(textOf(part)) } = part
    last = end
    return { ...part, start, end }
  })
}

/** Lists the words of a segment, spread evenly over its time, and without punctuation. */
export function wordsOf(segment: {
  text: string
  start: number
  end: number
}): TranscriptionWord[] {
  const words = splitWords(segment.text)
  const length = (segment.end - segment.start) / words.length
  return words.map((word, index) => ({
    word,
    start: segment.start + index * length,
    end: segment.start + (index + 1) * length,
  }))
}

function splitWords(text: string): string[] {
  return text
    .split(/\s+/)
    .map((word) => word.replaceAll(PUNCTUATION, ''))
    .filter(Boolean)
}
