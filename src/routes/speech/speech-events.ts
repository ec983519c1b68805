import { z } from 'zod'
import { index, oneOfTypes } from '../protocol/schema.js'

/** The numbers of tokens of a speech. */
export interface SpeechUsage {
  /** The number of tokens of the request. */
  readonly input_tokens: number
  /** The number of tokens of the audio. */
  readonly output_tokens: number
  /** The sum of both. */
  readonly total_tokens: number
}

/**
 * An event of a streamed speech. The SDK has no type for these events: its method returns the
 * `Response`.
 *
 * @see https://platform.openai.com/docs/api-reference/audio/speech-audio-delta-event
 */
export type SpeechStreamEvent =
  | {
      /** The type of the event: a part of the audio. */
      readonly type: 'speech.audio.delta'
      /** A part of the audio in base64, padded by itself. */
      readonly audio: string
    }
  | {
      /** The type of the event: the end of the audio. */
      readonly type: 'speech.audio.done'
      /** The numbers of tokens. */
      readonly usage: SpeechUsage
    }

/** The schema of an event of a streamed speech. */
export const speechEvent = oneOfTypes({
  'speech.audio.delta': { audio: z.base64() },
  'speech.audio.done': {
    usage: z.looseObject({ input_tokens: index, output_tokens: index, total_tokens: index }),
  },
} satisfies Record<SpeechStreamEvent['type'], z.ZodRawShape>)
