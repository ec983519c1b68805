import type { TranscriptionSegment, TranscriptionWord } from 'openai/resources/audio/transcriptions'
import { z } from 'zod'
import { index } from '../protocol/schema.js'
import { languages, tokens } from './transcription-events.js'

/** The number of tokens of a request and of its answer. */
export interface TokensUsage {
  /** The kind of the usage. */
  type: 'tokens'
  /** The sum of both. */
  total_tokens: number
  /** The number of tokens of the request. */
  input_tokens: number
  /** The tokens of the request by their kind. */
  input_token_details?: {
    /** The number of tokens of the prompt. */
    text_tokens?: number
    /** The number of tokens of the audio. */
    audio_tokens?: number
  }
  /** The number of tokens of the text. */
  output_tokens: number
}

/** The duration of the audio of a request, in seconds. `whisper-1` has no other usage. */
export interface DurationUsage {
  /** The kind of the usage. */
  type: 'duration'
  /** The duration, in seconds. */
  seconds: number
}

/** A token with its log probability. */
export interface TranscriptionToken {
  /** The text of the token. */
  token: string
  /** The log probability. */
  logprob: number
  /** The bytes of the token in UTF-8. */
  bytes: number[]
}

/** A segment of a transcription, with the fields of a `verbose_json` and of a `diarized_json`. */
export interface TranscriptionPart extends Omit<TranscriptionSegment, 'id'> {
  /** The id; unless given, a number in a `verbose_json`, and `seg_0`, `seg_1` in a `diarized_json`. */
  id?: number | string
  /** The type of the segment in a `diarized_json`. */
  type?: 'transcript.text.segment'
  /** The speaker. */
  speaker: string
}

/** A transcription with all that any format of an answer needs. */
export interface TranscriptionResource {
  /** The task, which only a `verbose_json` has. */
  task: 'transcribe' | 'translate'
  /** The language, such as `english`, which only a `verbose_json` has. */
  language: string
  /** The duration of the audio, in seconds. */
  duration: number
  /** The whole text. */
  text: string
  /** The segments of the text. */
  segments: TranscriptionPart[]
  /** The words of the text, without punctuation. */
  words: TranscriptionWord[]
  /** The languages that the model has detected. */
  languages?: Array<{ code: string }>
  /** The tokens with their log probabilities. */
  logprobs?: TranscriptionToken[]
  /** The usage; a translation has none. */
  usage?: TokensUsage | DurationUsage
}

const seconds = z.number().nonnegative().optional()
const count = index.optional()
const text = z.string().optional()
const part = z.looseObject({ text, start: seconds, end: seconds, speaker: text })
const details = z.looseObject({ text_tokens: count, audio_tokens: count })
const counts = { input_tokens: count, output_tokens: count, total_tokens: count }

/** The fields that completing and unfolding need, and that may be missing. */
const optional = {
  languages: languages.optional(),
  logprobs: tokens.optional(),
  usage: z.looseObject({ ...counts, input_token_details: details.optional(), seconds }).optional(),
}

/** The schema of the fields that completing needs. Any of them may be missing. */
export const partialTranscription = z.looseObject({
  ...optional,
  text,
  duration: seconds,
  segments: z.array(part).optional(),
  words: z.array(z.looseObject({ word: z.string(), start: seconds, end: seconds })).optional(),
})

/** The schema of the fields that unfolding needs. */
export const wholeTranscription = z.looseObject({
  ...optional,
  text: z.string(),
  segments: z.array(part.required()),
})
