import { z } from 'zod'
import { index, mismatch } from '../protocol/schema.js'
import type { SpeechUsage } from './speech-events.js'
import { isBytes } from '../../streaming/internal.js'

/** A speech: its bytes in the format that the request asks for, and its usage. */
export interface SpeechResource {
  /** The bytes of the audio. */
  audio: Uint8Array
  /** The numbers of tokens, which only a stream has. */
  usage: SpeechUsage
}

const audio = z.custom<Uint8Array>(isBytes, { error: mismatch('Uint8Array') })

/** The schema of the fields that completing needs. Any of them may be missing. */
export const partialSpeech = z.looseObject({
  audio: audio.optional(),
  usage: z
    .looseObject({
      input_tokens: index.optional(),
      output_tokens: index.optional(),
      total_tokens: index.optional(),
    })
    .optional(),
})

/** The schema of the fields that unfolding needs. */
export const wholeSpeech = z.looseObject({ audio })
