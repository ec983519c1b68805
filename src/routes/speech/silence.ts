import { concat, encodeText } from '../../streaming/internal.js'
import { bytesOfHex } from '../protocol/bytes.js'
import { flacSilence } from './flac-silence.js'
import { opusSilence } from './opus-silence.js'

/** The formats of a speech. */
export const SPEECH_FORMATS = ['mp3', 'opus', 'aac', 'flac', 'wav', 'pcm'] as const

/** A format of a speech. */
export type SpeechFormat = (typeof SPEECH_FORMATS)[number]

/** Makes the silence of a number of words. */
const SILENCES: Record<SpeechFormat, (words: number) => Uint8Array> = {
  mp3: (words) => repeat(MP3_FRAME, Math.ceil((words * SAMPLES_OF_WORD) / 576)),
  aac: (words) => repeat(AAC_FRAME, Math.ceil((words * SAMPLES_OF_WORD) / 1024)),
  opus: opusSilence,
  flac: flacSilence,
  wav: (words) => concat([WAV_HEADER, pcmSilence(words)]),
  pcm: pcmSilence,
}

/** The number of samples of a word: a tenth of a second at the 24 kHz of the API. */
const SAMPLES_OF_WORD = 2400

/** A silent frame of 576 samples: MPEG-2 layer III, 128 kbit/s, 24 kHz, mono, as those of the API. */
const MP3_FRAME = concat([bytesOfHex('fff3c4c4'), new Uint8Array(380)])

/** A silent frame of 1024 samples: ADTS, AAC LC, 24 kHz, mono. */
const AAC_FRAME = bytesOfHex('fff1584001bffc 00c800802380')

/** The length of a file that is being streamed, and so has no end yet. The API writes no other. */
const UNKNOWN = bytesOfHex('ffffffff')

/** The header of a WAV: PCM, 24 kHz, 16 bits, mono. */
const WAV_HEADER = concat([
  encodeText('RIFF'),
  UNKNOWN,
  encodeText('WAVEfmt '),
  bytesOfHex('10000000 0100 0100 c05d0000 80bb0000 0200 1000'),
  encodeText('data'),
  UNKNOWN,
])

/** Makes a silence that can be played, of a tenth of a second for each word of a text. An unknown format becomes MP3. */
export function silenceOf(text: string, format: SpeechFormat = 'mp3'): Uint8Array {
  const words = text.match(/\S+/g)?.length ?? 1
  // Of a request that is not checked, the format may be anything.
  const silence = SILENCES[format] ?? SILENCES.mp3
  return silence(words)
}

/** Makes samples of 16 bits. */
function pcmSilence(words: number): Uint8Array {
  return new Uint8Array(words * SAMPLES_OF_WORD * 2)
}

function repeat(frame: Uint8Array, count: number): Uint8Array {
  return concat(Array.from({ length: count }, () => frame))
}
