import { unnamed } from '../../streaming/index.js'
import type { Endpoint, StreamingEndpoint } from '../endpoint.js'
import { typed } from '../protocol/schema.js'
import { responseUsageOf } from '../protocol/answer-usage.js'
import { completeTranscription, replyToTranscription } from './complete.js'
import { foldTranscription } from './fold.js'
import { plainTranscription } from './plain-transcription.js'
import { transcriptionRules } from './rules.js'
import { transcriptionEvent, type TranscriptionEvent } from './transcription-events.js'
import { isWhisper, transcriptionForm, type TranscriptionForm } from './transcription-form.js'
import { transcriptionReader } from './transcription-reader.js'
import type { TranscriptionResource } from './transcription-resource.js'
import { unfoldTranscription } from './unfold.js'

/** The headers of OpenAI's rate limits. Audio is not limited by tokens. */
const RATE_LIMITS = {
  'x-ratelimit-limit-requests': '10000',
  'x-ratelimit-remaining-requests': '9999',
  'x-ratelimit-reset-requests': '6ms',
}

/** The endpoint `POST /audio/transcriptions`. */
export const createTranscription: StreamingEndpoint<
  TranscriptionEvent,
  TranscriptionForm,
  TranscriptionResource
> = {
  name: 'audio.transcriptions.create',
  method: 'POST',
  path: '/audio/transcriptions',
  body: typed(transcriptionForm),
  wire: {
    event: typed(transcriptionEvent),
    frame: unnamed,
    terminator: { data: '[DONE]' },
    lineEnding: '\r\n',
    headers: { 'cache-control': 'no-store' },
  },
  openAIHeaders: RATE_LIMITS,
  streams: ({ body }) => body?.stream === 'true' && !isWhisper(body.model),
  fold: (events, request) => plainTranscription(foldTranscription(events, request), request),
  unfold: unfoldTranscription,
  complete: completeTranscription,
  fromReply: replyToTranscription,
  plain: plainTranscription,
  usageOf: responseUsageOf,
  events: transcriptionReader,
  rules: transcriptionRules,
}

/** The endpoint `POST /audio/translations`, which never streams. */
export const createTranslation: Endpoint<never, TranscriptionForm, TranscriptionResource> = {
  name: 'audio.translations.create',
  method: 'POST',
  path: '/audio/translations',
  body: typed(transcriptionForm),
  openAIHeaders: RATE_LIMITS,
  complete(given, { body }) {
    const { usage: _usage, ...translation } = completeTranscription(given, {
      body: { ...body, language: 'en', include: [] },
    })
    return { ...translation, task: 'translate' }
  },
  fromReply: replyToTranscription,
  plain: plainTranscription,
}
