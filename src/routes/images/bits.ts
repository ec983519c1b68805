/** Bits as a text of `0` and `1`, in the order of the stream. */
export type Bits = string

/** Writes a number with the lowest bit first. */
export function lowBitsFirst(value: number, width: number): Bits {
  return Array.from(value.toString(2).padStart(width, '0')).toReversed().join('')
}

/** Packs bits into bytes whose first bit is the lowest one. Zeros fill the last byte. */
export function packLowFirst(bits: Bits): number[] {
  return pack(bits, '0', (byte) => Array.from(byte).toReversed().join(''))
}

/** Packs bits into bytes whose first bit is the highest one. Ones fill the last byte. */
export function packHighFirst(bits: Bits): number[] {
  return pack(bits, '1', (byte) => byte)
}

/** Gives the bytes of a number of 16 or 32 bits, the highest byte first. */
export function bigEndian(value: number, bits: 16 | 32): number[] {
  const bytes = [value >>> 24, value >>> 16, value >>> 8, value].map((byte) => byte & 255)
  return bits === 32 ? bytes : bytes.slice(2)
}

/** Gives the bytes of a text of ASCII. */
export function ascii(text: string): number[] {
  return Array.from(text, (character) => character.charCodeAt(0))
}

function pack(bits: Bits, padding: '0' | '1', ordered: (byte: string) => string): number[] {
  const bytes = bits.match(/.{1,8}/g) ?? []
  return bytes.map((byte) => parseInt(ordered(byte.padEnd(8, padding)), 2))
}
