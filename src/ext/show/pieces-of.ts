import { concat } from '../../streaming/internal.js'
import type { StreamChunk } from './recorded-stream.js'

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
/** The most bytes of a character. */
const LONGEST = 4

/**
 * Gives the parts of each record that came in several reads; undefined for any other record. Chunks
 * without times are no reads.
 *
 * @param starts The offsets of the first bytes of the records.
 */
export function piecesOf(
  chunks: readonly StreamChunk[],
  starts: readonly number[],
): ReadonlyArray<readonly string[] | undefined> {
  if (chunks.every(({ time }) => time === undefined)) return []
  const bytes = concat(chunks.map((chunk) => chunk.bytes))
  const ends = endsOf(chunks).values()
  let end = ends.next().value ?? Infinity
  return starts.map((start, at) => {
    const next = starts[at + 1] ?? bytes.length
    const cuts = [start]
    for (; end < next; end = ends.next().value ?? Infinity) if (end > start) cuts.push(end)
    if (cuts.length === 1) return undefined
    return cuts.map((cut, index) => textOf(bytes.subarray(cut, cuts[index + 1] ?? next)))
  })
}

function endsOf(chunks: readonly StreamChunk[]): number[] {
  let end = 0
  return chunks.map(({ bytes }) => (end += bytes.length))
}

/** Decodes bytes, and writes each byte that belongs to no whole character as `\xF0`. */
function textOf(bytes: Uint8Array): string {
  const whole = decoded(bytes)
  if (whole !== undefined) return whole

  let text = ''
  for (let offset = 0; offset < bytes.length;) {
    const [character, length] = characterAt(bytes, offset)
    text += character
    offset += length
  }
  return text
}

function characterAt(bytes: Uint8Array, offset: number): [text: string, length: number] {
  for (let length = 1; length <= LONGEST; length++) {
    const text = decoded(bytes.subarray(offset, offset + length))
    if (text !== undefined) return [text, length]
  }
  return [`\\x${(bytes[offset] ?? 0).toString(16).toUpperCase().padStart(2, '0')}`, 1]
}

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return strict.decode(bytes)
  } catch {
    // The decoder throws for bytes that are no UTF-8. The caller decodes fewer of them, or writes one as it is.
    return undefined
  }
}
