import { concat, encodeText } from '../../streaming/internal.js'
import { bytesOfHex } from '../protocol/bytes.js'
import { checksum } from './checksum.js'

/** A silent packet of 20 ms, mono. */
const PACKET = bytesOfHex('f8fffe')

/** The number of packets of a word, which takes a tenth of a second. */
const PACKETS_OF_WORD = 5

/** The most packets of a page. */
const PACKETS_OF_PAGE = 255

/** The number of samples of a packet. Opus counts them at 48 kHz. */
const SAMPLES_OF_PACKET = 960

/** The header: version 1, one channel, and the 24 kHz of the original. */
const HEAD = concat([encodeText('OpusHead'), bytesOfHex('01 01 0000 c05d0000 0000 00')])

/** The tags: no vendor, and no comments. */
const TAGS = concat([encodeText('OpusTags'), new Uint8Array(8)])

/** The flags of the first and of the last page. */
const FIRST = 2
const LAST = 4

/**
 * Makes a silence in Opus, in an Ogg file, as the API sends it.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7845
 */
export function opusSilence(words: number): Uint8Array {
  const packets = words * PACKETS_OF_WORD
  const pages = [page(0, FIRST, 0, [HEAD]), page(1, 0, 0, [TAGS])]
  for (let sent = 0; sent < packets;) {
    const count = Math.min(PACKETS_OF_PAGE, packets - sent)
    sent += count
    const silent = Array.from({ length: count }, () => PACKET)
    const flag = sent === packets ? LAST : 0
    pages.push(page(pages.length, flag, sent * SAMPLES_OF_PACKET, silent))
  }
  return concat(pages)
}

/** Makes a page of an Ogg file. Each of its packets has fewer than 255 bytes. */
function page(number: number, flag: number, samples: number, packets: Uint8Array[]): Uint8Array {
  const lengths = packets.map(({ length }) => length)
  const header = [encodeText('OggS'), Uint8Array.of(0, flag), new Uint8Array(20)]
  const bytes = concat([...header, Uint8Array.of(packets.length, ...lengths), ...packets])
  const view = new DataView(bytes.buffer)
  view.setUint32(6, samples, true)
  view.setUint32(14, 1, true)
  view.setUint32(18, number, true)
  view.setUint32(22, checksum(bytes, 32, 0x04c11db7), true)
  return bytes
}
