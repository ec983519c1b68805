import { z } from 'zod'
import { isBytes } from '../../streaming/internal.js'
import { index, mismatch } from '../protocol/schema.js'
import type { SpeechUsage } from './speech-events.js'

/** A speech: its bytes in the format that the request asks for, and its usage. */
export interface SpeechResource {
  /** The bytes of the audio. */
  audio: Uint8Array
  /** The numbers of tokens, which only a stream has. */
  usage: SpeechUsage
}

const audio = z.custom<Uint8Array>(isBytes, { error: mismatch('Uint8Array') })
const count = index.optional()
const usage = z
  .looseObject({ input_tokens: count, output_tokens: count, total_tokens: count })
  .optional()

/** The schema of the fields that completing needs. Any of them may be missing. */
export const partialSpeech = z.looseObject({ audio: audio.optional(), usage })

/** The schema of the fields that unfolding needs. */
export const wholeSpeech = z.looseObject({ audio, usage })
