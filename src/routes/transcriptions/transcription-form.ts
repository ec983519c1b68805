import { z } from 'zod'
import { file, oneOfTexts } from '../protocol/schema.js'
import { withRules, type Refusal } from '../request/request-schema.js'

/** The formats of an answer without a stream. */
export type TranscriptionFormat = 'json' | 'verbose_json' | 'diarized_json' | 'text' | 'srt' | 'vtt'

/** The form of a request for a transcription or a translation. Each field of a form is a text, a file, or a list. */
export interface TranscriptionForm {
  /** The audio. */
  readonly file: File
  /** The name of the model. */
  readonly model: string
  /** The format of an answer without a stream; `json` unless given. */
  readonly response_format?: TranscriptionFormat
  /** Asks for a stream, which `whisper-1` never gives. */
  readonly stream?: 'true' | 'false'
  /** Further parts of the answer, such as `logprobs`. */
  readonly include?: readonly string[]
  /** The parts of a `verbose_json`: `segment` unless given, and `word`. */
  readonly timestamp_granularities?: readonly string[]
  /** The language of the audio, in ISO 639-1. */
  readonly language?: string
  /** The languages that the audio may have, in ISO 639-1. */
  readonly languages?: readonly string[]
  /** The text that guides the model. */
  readonly prompt?: string
  /** The words that guide the model. */
  readonly keywords?: readonly string[]
  /** The temperature of the sampling, from 0 to 1. */
  readonly temperature?: string
  /** The way to cut the audio into chunks. */
  readonly chunking_strategy?: string | { readonly [field: string]: string }
  /** The names of the speakers. */
  readonly known_speaker_names?: readonly string[]
  /** The voices of the speakers, as data URLs. */
  readonly known_speaker_references?: readonly string[]
}

const FORMATS = [
  'json',
  'verbose_json',
  'diarized_json',
  'text',
  'srt',
  'vtt',
] as const satisfies readonly TranscriptionFormat[]

const texts = z.array(z.string()).optional()

const form = z.looseObject({
  file,
  model: z.string(),
  response_format: oneOfTexts(FORMATS).optional(),
  stream: oneOfTexts(['true', 'false']).optional(),
  include: texts,
  timestamp_granularities: texts,
})

/** The schema of the form. */
export const transcriptionForm = withRules(form, [problemWithFormat])

/** The models that answer as JSON or as a text alone. */
const PLAIN_MODELS: readonly string[] = ['gpt-4o-transcribe', 'gpt-4o-mini-transcribe']

function problemWithFormat({
  model,
  response_format = 'json',
}: z.output<typeof form>): Refusal | undefined {
  if (!PLAIN_MODELS.includes(model) || ['json', 'text'].includes(response_format)) return undefined
  const message = `response_format '${response_format}' is not compatible with model '${model}-api-ev3'. Use 'json' or 'text' instead.`
  return { message, param: 'response_format', code: 'unsupported_value' }
}

/** The fields of a form on which the answer depends. */
export type AnsweredForm = Partial<
  Pick<
    TranscriptionForm,
    'model' | 'response_format' | 'include' | 'timestamp_granularities' | 'language' | 'temperature'
  >
>

/** Recognizes `whisper-1`, which never streams, and whose usage is the duration of the audio. */
export function isWhisper(model: unknown): boolean {
  return typeof model === 'string' && model.startsWith('whisper')
}
