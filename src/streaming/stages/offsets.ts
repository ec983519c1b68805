/** Where in a frame reads end: offsets of the bytes that begin the next one. */
export type SplitOffsets = (bytes: Uint8Array, start: number) => readonly number[]

const LF = 10
const CR = 13

/** After every `count` bytes. */
export function every(count: number): SplitOffsets {
  return ({ length }) =>
    Array.from({ length: Math.floor(length / count) }, (_, cut) => (cut + 1) * count)
}

/** Inside every character that takes several bytes of UTF-8. */
export const insideCharacters = whereBytes((byte, before) => isContinuation(byte) && before >= 0xc0)

/** Between the two bytes of a line ending. */
export const insideLineEndings = whereBytes((byte, before) => byte === LF && before === CR)

function isContinuation(byte: number): boolean {
  return byte >= 0x80 && byte < 0xc0
}

function whereBytes(isCut: (byte: number, before: number) => boolean): SplitOffsets {
  return (bytes) => {
    const offsets = Array.from(bytes, (_, offset) => offset)
    return offsets.filter((offset) => isCut(bytes[offset] ?? 0, bytes[offset - 1] ?? 0))
  }
}
