import type { Transcript } from './transcript.js'

/** How many characters are shown on either side of a position. */
const SHOWN = 12

/** What a stream says around positions: `'…a: {"id":' | '"chatcm…'`. */
export function excerpt({ frames }: Transcript, positions: readonly number[]): string {
  const bytes = Uint8Array.from(frames.flatMap((frame) => [...frame.bytes]))
  const starts = [0, ...positions]

  return starts
    .map((start, index) => new TextDecoder().decode(bytes.subarray(start, positions[index])))
    .map((text, index) => quote(Array.from(text), index > 0, index < positions.length))
    .join(' | ')
}

/** Quote the head of a text, its tail, or both. */
function quote(characters: readonly string[], hasHead: boolean, hasTail: boolean): string {
  const head = hasHead ? SHOWN : 0
  const tail = hasTail ? SHOWN : 0
  if (characters.length <= head + tail) return `'${spell(characters)}'`

  return `'${spell(characters.slice(0, head))}…${spell(characters.slice(characters.length - tail))}'`
}

/** As in JSON, but for its quotes: JSON is full of them. */
function spell(characters: readonly string[]): string {
  return JSON.stringify(characters.join('')).slice(1, -1).replaceAll('\\"', '"')
}
