import { ascii, bigEndian, lowBitsFirst, packLowFirst, type Bits } from './bits.js'
import type { Grey } from './grey.js'

/**
 * Encodes a grey picture as a lossless WebP. Each channel has one value, so that no pixel needs a
 * bit.
 *
 * @see https://developers.google.com/speed/webp/docs/webp_lossless_bitstream_specification
 */
export function webpOf({ width, height, shade }: Grey): number[] {
  const header = `${lowBitsFirst(width - 1, 14)}${lowBitsFirst(height - 1, 14)}0000`
  // No transforms, no cache of colours, and one group of codes.
  const codes = `000${[shade, shade, shade, 255].map(onlyValue).join('')}${NO_DISTANCE}`
  const data = [0x2f, ...packLowFirst(header + codes)]
  const padded = data.length % 2 === 0 ? data : [...data, 0]
  const chunk = [...ascii('WEBPVP8L'), ...littleEndian(data.length), ...padded]
  return [...ascii('RIFF'), ...littleEndian(chunk.length), ...chunk]
}

/** The code of the distances, which no pixel uses: a single value of one bit. */
const NO_DISTANCE = '1000'

/** Writes the code of a channel in which every pixel has the same value. */
function onlyValue(value: number): Bits {
  return `101${lowBitsFirst(value, 8)}`
}

function littleEndian(value: number): number[] {
  return bigEndian(value, 32).toReversed()
}
