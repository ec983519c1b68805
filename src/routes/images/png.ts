import { ascii, bigEndian, packLowFirst } from './bits.js'
import { crc32 } from './crc32.js'
import type { Grey } from './grey.js'

const SIGNATURE = [0x89, ...ascii('PNG\r\n'), 0x1a, 0x0a]

/** The length of the longest copy in a deflated stream. */
const LONGEST = 258

/**
 * Encodes a grey picture as a PNG: one bit for each pixel, all of them zero, which is the only
 * colour of the palette.
 *
 * @see https://www.w3.org/TR/png-3/
 */
export function pngOf({ width, height, shade }: Grey): number[] {
  const rowLength = 1 + Math.ceil(width / 8)
  return [
    ...SIGNATURE,
    ...chunk('IHDR', [...bigEndian(width, 32), ...bigEndian(height, 32), 1, 3, 0, 0, 0]),
    ...chunk('PLTE', [shade, shade, shade]),
    ...chunk('IDAT', compressedZeros(height * rowLength)),
    ...chunk('IEND', []),
  ]
}

function chunk(type: string, data: readonly number[]): number[] {
  const checked = [...ascii(type), ...data]
  return [...bigEndian(data.length, 32), ...checked, ...bigEndian(crc32(checked), 32)]
}

/**
 * Compresses zeros: a few as literals, then copies of them, in the fixed code of Deflate.
 *
 * @see https://www.rfc-editor.org/rfc/rfc1951#section-3.2.6
 */
function compressedZeros(count: number): number[] {
  const copies = Math.floor((count - 1) / LONGEST)
  const literals = '00110000'.repeat(count - copies * LONGEST)
  // The code of the length 258, and the code of the distance 1.
  const bits = `110${literals}${'1100010100000'.repeat(copies)}0000000`
  // The Adler-32 of zeros.
  return [0x78, 0x01, ...packLowFirst(bits), ...bigEndian(count % 65521, 16), 0, 1]
}
