import type { SpeechCreateParams } from 'openai/resources/audio/speech'
import { z } from 'zod'
import { unnamed } from '../../streaming/index.js'
import type { CallRequest, StreamingEndpoint } from '../endpoint.js'
import { oneOfTexts, typed } from '../protocol/schema.js'
import { responseUsageOf } from '../protocol/answer-usage.js'
import { completeSpeech } from './complete.js'
import { foldSpeech } from './fold.js'
import { speechRules } from './rules.js'
import { SPEECH_FORMATS } from './silence.js'
import { speechEvent, type SpeechStreamEvent } from './speech-events.js'
import { speechReader } from './speech-reader.js'
import type { SpeechResource } from './speech-resource.js'
import { unfoldSpeech } from './unfold.js'
import { RATE_LIMITS } from '../server.js'

/** The content types of the formats. */
const CONTENT_TYPES = {
  mp3: 'audio/mpeg',
  opus: 'audio/opus',
  aac: 'audio/aac',
  flac: 'audio/flac',
  wav: 'audio/wav',
  pcm: 'audio/pcm',
}

/** The endpoint `POST /audio/speech`. */
export const createSpeech: StreamingEndpoint<
  SpeechStreamEvent,
  SpeechCreateParams,
  SpeechResource,
  Uint8Array | ArrayBuffer | Blob
> = {
  name: 'audio.speech.create',
  method: 'POST',
  path: '/audio/speech',
  body: typed(
    z.looseObject({
      model: z.string(),
      input: z.string(),
      voice: z.union([z.string(), z.looseObject({ id: z.string() })]),
      response_format: oneOfTexts(SPEECH_FORMATS).optional(),
      stream_format: oneOfTexts(['sse', 'audio']).optional(),
    }),
  ),
  wire: {
    event: typed(speechEvent),
    frame: unnamed,
    terminator: { data: '[DONE]' },
    lineEnding: '\r\n',
    headers: { 'cache-control': 'no-store' },
  },
  openAIHeaders: RATE_LIMITS,
  streams: ({ body }) => body?.stream_format === 'sse',
  fold: (events, request) => plainSpeech(foldSpeech(events), request),
  unfold: unfoldSpeech,
  short: 'bytes',
  complete: completeSpeech,
  plain: plainSpeech,
  usageOf: responseUsageOf,
  events: speechReader,
  rules: speechRules,
}

/** Makes the plain answer of a speech: its bytes, with the content type of the format. */
function plainSpeech(
  { audio }: SpeechResource,
  { body }: CallRequest<SpeechCreateParams>,
): Response {
  const type = CONTENT_TYPES[body?.response_format ?? 'mp3'] ?? CONTENT_TYPES.mp3
  // By its type, an array may be one of shared memory, which the type of a body excludes.
  return new Response(audio as Uint8Array<ArrayBuffer>, { headers: { 'content-type': type } })
}
