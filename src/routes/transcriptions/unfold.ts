import type { CallRequest } from '../endpoint.js'
import { assertShape } from '../protocol/assert-shape.js'
import type { AnsweredForm } from './transcription-form.js'
import type { TranscriptionEvent } from './transcription-events.js'
import { wholeTranscription, type TranscriptionResource } from './transcription-resource.js'
import { transcriptionWriter } from './writer.js'

/**
 * Unfolds a transcription to the events of a stream: to its segments for a request with
 * `response_format: 'diarized_json'`, and to deltas of its text for any other.
 *
 * @param request The request, whose `body` may have the `response_format`.
 * @throws {TypeError} When a field of the transcription is missing, or of a wrong type.
 *
 * @example
 * const events = [...unfoldTranscription(completeTranscription('Hello there'))]
 */
export function* unfoldTranscription(
  transcription: TranscriptionResource,
  { body }: Partial<CallRequest<AnsweredForm>> = {},
): Generator<TranscriptionEvent, void, undefined> {
  assertShape(wholeTranscription, transcription, 'unfold a transcription')
  const { text, segments, languages, logprobs, usage } = transcription
  const writer = transcriptionWriter()
  if (body?.response_format === 'diarized_json') {
    yield* writer.segments(segments.map(withTextId))
  } else {
    yield* writer.text(text, logprobs ? { logprobs } : {})
  }
  yield* writer.done({ text, languages, usage: usage?.type === 'tokens' ? usage : undefined })
}

/** Omits an id that is a number, as those of a `verbose_json` are. */
function withTextId({ id, ...segment }: TranscriptionResource['segments'][number]) {
  return { ...segment, id: typeof id === 'string' ? id : undefined }
}
