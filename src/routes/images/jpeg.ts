import { ascii, bigEndian, packHighFirst } from './bits.js'
import type { Grey } from './grey.js'

/** The step of the levels. With 8, the level of a block is the difference of its shade from 128. */
const STEP = 8

/**
 * Encodes a grey picture as a baseline JPEG. The first block has the shade, and every other block
 * two bits: no difference, and no detail.
 *
 * @see https://www.w3.org/Graphics/JPEG/itu-t81.pdf
 */
export function jpegOf({ width, height, shade }: Grey): number[] {
  // Brighter than the middle: the bits of a positive number are the number itself.
  const level = (shade - 128).toString(2)
  const blocks = Math.ceil(width / 8) * Math.ceil(height / 8)
  return [
    0xff,
    0xd8,
    ...segment(0xe0, [...ascii('JFIF\0'), 1, 1, 0, 0, 1, 0, 1, 0, 0]),
    ...segment(0xdb, [0, ...Array.from({ length: 64 }, () => STEP)]),
    ...segment(0xc0, [8, ...bigEndian(height, 16), ...bigEndian(width, 16), 1, 1, 0x11, 0]),
    ...segment(0xc4, [0, ...codesOf(0, level.length)]),
    ...segment(0xc4, [0x10, ...codesOf(0)]),
    ...segment(0xda, [1, 1, 0, 0, 63, 0]),
    ...packHighFirst(`10${level}0${'00'.repeat(blocks - 1)}`),
    0xff,
    0xd9,
  ]
}

function segment(marker: number, data: readonly number[]): number[] {
  return [0xff, marker, ...bigEndian(data.length + 2, 16), ...data]
}

/** Lists the symbols of a code whose first symbol is `0`, and the second, where there is one, `10`. */
function codesOf(...symbols: readonly number[]): number[] {
  return [...Array.from({ length: 16 }, (_, index) => (index < symbols.length ? 1 : 0)), ...symbols]
}
