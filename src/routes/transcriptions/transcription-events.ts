import type { TranscriptionStreamEvent } from 'openai/resources/audio/transcriptions'
import { z } from 'zod'
import { index, oneOfTypes } from '../protocol/schema.js'

/** The event of a segment, which the types of openai 5 do not have. */
export interface TranscriptionSegmentEvent {
  /** The type of the event. */
  readonly type: 'transcript.text.segment'
  /** The text of the segment. The API begins each with a space. */
  readonly text: string
  /** The speaker: `A`, `B` and so on, or a known name. */
  readonly speaker: string
  /** The start of the segment, in seconds. */
  readonly start: number
  /** The end of the segment, in seconds. */
  readonly end: number
  /** The id of the segment. */
  readonly id: string
}

/** An event of a streamed transcription. */
export type TranscriptionEvent = TranscriptionStreamEvent | TranscriptionSegmentEvent

/** The schema of tokens with their log probabilities. */
export const tokens = z.array(
  z.looseObject({
    token: z.string().optional(),
    logprob: z.number().optional(),
    bytes: z.array(z.int()).optional(),
  }),
)

/** The schema of the languages that were detected. */
export const languages = z.array(z.looseObject({ code: z.string() }))

/** The schema of the usage: of tokens, or of the duration of the audio. */
const usage = oneOfTypes({
  tokens: {
    input_tokens: index,
    output_tokens: index,
    total_tokens: index,
    input_token_details: z
      .looseObject({ text_tokens: index.optional(), audio_tokens: index.optional() })
      .optional(),
  },
  duration: { seconds: z.number() },
})

/** The fields of each type of event. */
export const transcriptionEventFields = {
  'transcript.text.delta': {
    delta: z.string(),
    logprobs: tokens.optional(),
    segment_id: z.string().optional(),
  },
  'transcript.text.segment': {
    text: z.string(),
    speaker: z.string(),
    start: z.number(),
    end: z.number(),
    id: z.string(),
  },
  'transcript.text.done': {
    text: z.string(),
    languages: languages.optional(),
    logprobs: tokens.optional(),
    usage: usage.optional(),
  },
} satisfies Record<TranscriptionEvent['type'], z.ZodRawShape>

/** The schema of an event of a streamed transcription. */
export const transcriptionEvent = oneOfTypes(transcriptionEventFields)
