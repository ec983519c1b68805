import { assertShape } from '../protocol/assert-shape.js'
import type { SpeechStreamEvent } from './speech-events.js'
import { wholeSpeech, type SpeechResource } from './speech-resource.js'
import { speechWriter } from './writer.js'

/**
 * Unfolds a speech to the events of a stream, with 4096 bytes in each.
 *
 * @throws {TypeError} When the audio is no `Uint8Array`.
 *
 * @example
 * const events = [...unfoldSpeech(completeSpeech(bytes))]
 */
export function* unfoldSpeech(
  speech: SpeechResource,
): Generator<SpeechStreamEvent, void, undefined> {
  assertShape(wholeSpeech, speech, 'unfold a speech')
  const { audio, usage } = speech
  const writer = speechWriter()
  yield* writer.audio(audio)
  yield* writer.done({ usage })
}
