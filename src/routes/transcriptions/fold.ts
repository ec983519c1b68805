import type { CallRequest } from '../endpoint.js'
import { assertEvents } from '../protocol/assert-events.js'
import { defined, type Partially } from '../protocol/defaults.js'
import { damageOf } from '../protocol/schema.js'
import { completeTranscription } from './complete.js'
import { transcriptionEvent, type TranscriptionEvent } from './transcription-events.js'
import type { AnsweredForm } from './transcription-form.js'
import type { TranscriptionPart, TranscriptionResource } from './transcription-resource.js'

type Done = Extract<TranscriptionEvent, { type: 'transcript.text.done' }>

/**
 * Folds the events of a stream to a transcription, which has the text of the last event. Fields that
 * no event has get their defaults.
 *
 * @param request The request, as for `completeTranscription()`.
 * @throws {TypeError} When `events` is no list, an event is damaged, or the end is missing.
 *
 * @example
 * expect(foldTranscription(new Dictation()).text).toBe('Hello there')
 */
export function foldTranscription(
  events: Iterable<TranscriptionEvent>,
  request: Partial<CallRequest<AnsweredForm>> = {},
): TranscriptionResource {
  assertEvents(events, 'fold a transcription')
  const segments: Array<Partially<TranscriptionPart>> = []
  let done: Done | undefined
  let position = 0
  for (const event of events) {
    const damage = damageOf(transcriptionEvent, event)
    if (damage) fail(`event ${position} is ${damage}`)
    position++
    if (event.type === 'transcript.text.segment') segments.push(event)
    if (event.type === 'transcript.text.done') done = event
  }
  if (!done) fail('it has no end. Expected an event transcript.text.done')
  const { type: _type, ...fields } = done
  const parts = segments.length > 0 ? { segments } : {}
  return completeTranscription(defined({ ...fields, ...parts }), request)
}

function fail(reason: string): never {
  throw new TypeError(`Failed to fold a transcription: ${reason}.`)
}
