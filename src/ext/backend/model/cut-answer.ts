import { cutText } from '../../../routes/protocol/cut-text.js'
import type { CountTokens } from './count-tokens.js'

/** Cuts a text before the first of the texts at which the answer stops. */
export function cutAtStop(text: string, stops: readonly string[]): string {
  const ends = stops.filter((stop) => stop !== '').map((stop) => text.indexOf(stop))
  return text.slice(0, Math.min(text.length, ...ends.filter((end) => end >= 0)))
}

/** Cuts a text to a number of tokens, between two graphemes. */
export function cutAtTokens(text: string, most: number, count: CountTokens): string {
  if (count(text) <= most) return text

  const graphemes = cutText(text, 'grapheme')
  let [length, tooLong] = [0, graphemes.length]
  while (tooLong - length > 1) {
    const middle = (length + tooLong) >> 1
    if (count(graphemes.slice(0, middle).join('')) <= most) length = middle
    else tooLong = middle
  }
  return graphemes.slice(0, length).join('')
}
