import { concat, encodeText } from '../../streaming/internal.js'
import { bytesOfHex } from '../protocol/bytes.js'
import { checksum } from './checksum.js'

/** The number of samples of a frame, which is a word: a tenth of a second at 24 kHz. */
const SAMPLES = 2400

/** The sizes of all blocks and frames, then 24 kHz, one channel and 16 bits. */
const DESCRIPTION = bytesOfHex('80000022 0960 0960 000000 000000 05dc00f0')

/** The beginning of the header of a frame: a block with a size of its own, 24 kHz, one channel, 16 bits. */
const FRAME = bytesOfHex('fff87708')

/** The size of the block of a frame, less one. */
const SIZE = bytesOfHex('095f')

/** The end of a frame: all of its samples are 0. */
const ZEROS = bytesOfHex('000000')

/**
 * Makes a silence in FLAC, with one frame for each word. The checksum of all samples is omitted.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9639
 */
export function flacSilence(words: number): Uint8Array {
  const total = new Uint8Array(4)
  new DataView(total.buffer).setUint32(0, words * SAMPLES)
  const frames = Array.from({ length: words }, (_, index) => frame(index))
  return concat([encodeText('fLaC'), DESCRIPTION, total, new Uint8Array(16), ...frames])
}

/** Makes a frame. Its number is written as a character of UTF-8 is. */
function frame(index: number): Uint8Array {
  const header = concat([FRAME, encodeText(String.fromCodePoint(index)), SIZE])
  const whole = Uint8Array.of(...header, checksum(header, 8, 0x07), ...ZEROS)
  const sum = checksum(whole, 16, 0x8005)
  return Uint8Array.of(...whole, sum >> 8, sum & 0xff)
}
