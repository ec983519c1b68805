import { expect, it } from 'vitest'
import { checksum } from '../../src/routes/speech/checksum.js'
import { silenceOf, type SpeechFormat } from '../../src/routes/speech/silence.js'

const ascii = (text: string) => new TextEncoder().encode(text)
const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

it('makes a tenth of a second of PCM for each word', () => {
  expect(silenceOf('Hello there', 'pcm').length).toBe(2 * 4800)
  expect(silenceOf('', 'pcm').length).toBe(4800)
  expect(new Set(silenceOf('Hello there', 'pcm'))).toEqual(new Set([0]))
})

it('makes a WAV whose header has the lengths that OpenAI streams', () => {
  const wav = silenceOf('Hello there', 'wav')

  expect(hexOf(wav.subarray(0, 44))).toBe(
    '52494646ffffffff57415645666d74201000000001000100c05d000080bb00000200100064617461ffffffff',
  )
  expect(wav.length).toBe(44 + 9600)
})

it('makes whole frames of MP3 and of AAC', () => {
  const [mp3, aac] = [silenceOf('Hello', 'mp3'), silenceOf('Hello', 'aac')]

  expect(mp3.length).toBe(5 * 384)
  expect([0, 384, 1536].map((start) => hexOf(mp3.subarray(start, start + 4)))).toEqual([
    'fff3c4c4',
    'fff3c4c4',
    'fff3c4c4',
  ])
  expect(hexOf(aac)).toBe('fff1584001bffc00c800802380'.repeat(3))
})

it('makes a FLAC with a frame for each word', () => {
  expect(hexOf(silenceOf('Hello there', 'flac'))).toBe(
    '664c6143' +
      '8000002209600960000000000000' +
      '05dc00f0000012c0' +
      '00'.repeat(16) +
      'fff8770800095f14000000527f' +
      'fff8770801095f7f000000cf7e',
  )
})

it('makes an Opus file with pages that are in order', () => {
  const pages = pagesOf(silenceOf('word '.repeat(60), 'opus'))

  expect(pages).toEqual([
    { flag: 2, samples: 0, number: 0, packets: 1, isSound: true },
    { flag: 0, samples: 0, number: 1, packets: 1, isSound: true },
    { flag: 0, samples: 244_800, number: 2, packets: 255, isSound: true },
    { flag: 4, samples: 288_000, number: 3, packets: 45, isSound: true },
  ])
})

// The check values of CRC-8/SMBUS, CRC-16/UMTS, and the one of Ogg.
it.each([
  [8, 0x07, 0xf4],
  [16, 0x8005, 0xfee8],
  [32, 0x04c11db7, 0x89a1897f],
])('computes a checksum of %i bits', (width, polynomial, sum) => {
  expect(checksum(ascii('123456789'), width, polynomial)).toBe(sum)
})

it.each<SpeechFormat>(['mp3', 'opus', 'aac', 'flac', 'wav', 'pcm'])(
  'makes a longer %s for a longer text',
  (format) => {
    const [short, long] = [silenceOf('Hi', format), silenceOf('Hi there you', format)]

    expect(long.length).toBeGreaterThan(short.length)
    expect(silenceOf('Hi', format)).toEqual(short)
  },
)

/** Reads the pages of an Ogg file, and checks the checksum of each. */
function pagesOf(file: Uint8Array): object[] {
  const pages: object[] = []
  for (let start = 0; start < file.length;) {
    const view = new DataView(file.buffer, start)
    const packets = view.getUint8(26)
    const lengths = file.subarray(start + 27, start + 27 + packets)
    const end = start + 27 + packets + lengths.reduce((sum, length) => sum + length, 0)
    const page = file.slice(start, end)
    page.fill(0, 22, 26)
    pages.push({
      flag: view.getUint8(5),
      samples: view.getUint32(6, true),
      number: view.getUint32(18, true),
      packets,
      isSound: checksum(page, 32, 0x04c11db7) === view.getUint32(22, true),
    })
    start = end
  }
  return pages
}
