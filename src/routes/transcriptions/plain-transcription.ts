import type { CallRequest } from '../endpoint.js'
import { defined } from '../protocol/defaults.js'
import { writeSubRip, writeWebVTT } from './subtitles.js'
import type { AnsweredForm, TranscriptionFormat } from './transcription-form.js'
import type { TranscriptionPart, TranscriptionResource } from './transcription-resource.js'

type Write = (transcription: TranscriptionResource, body: AnsweredForm) => unknown

/** Writes each format of an answer. The fields come in the order of the API, which omits those of no use. */
const FORMATS: Record<TranscriptionFormat, Write> = {
  json: ({ text, languages, logprobs, usage }) => defined({ text, languages, logprobs, usage }),

  verbose_json(transcription, { timestamp_granularities: kinds = ['segment'] }) {
    const { task, language, duration, text, segments, words, usage } = transcription
    const asked = [kinds].flat()
    return {
      task,
      language,
      duration,
      text,
      ...(asked.includes('segment') && { segments: segments.map(verbose) }),
      ...(asked.includes('word') && { words }),
      ...defined({ usage }),
    }
  },

  // Unlike in the SDK's type, the API sends neither a task nor a duration.
  diarized_json: ({ text, segments, usage }) =>
    defined({ text, segments: segments.map(diarized), usage }),

  text: ({ text }) => `${text}\n`,
  srt: ({ segments }) => writeSubRip(segments),
  vtt: ({ segments }) => writeWebVTT(segments),
}

/** Makes the plain answer of a transcription, in the format that the request asks for. */
export function plainTranscription(
  transcription: TranscriptionResource,
  { body }: Partial<CallRequest<AnsweredForm>>,
): unknown {
  // A body that is not checked may be of any shape.
  const write = FORMATS[body?.response_format ?? 'json'] ?? FORMATS.json
  return write(transcription, body ?? {})
}

function verbose({ id, ...segment }: TranscriptionPart, index: number) {
  const { seek, start, end, text, tokens, ...rest } = segment
  const { temperature, avg_logprob, compression_ratio, no_speech_prob } = rest
  const numbers = { temperature, avg_logprob, compression_ratio, no_speech_prob }
  return { id: typeof id === 'number' ? id : index, seek, start, end, text, tokens, ...numbers }
}

function diarized({ text, speaker, start, end, id }: TranscriptionPart, index: number) {
  const type = 'transcript.text.segment'
  return { type, text, speaker, start, end, id: typeof id === 'string' ? id : `seg_${index}` }
}
