import { concat } from '../../streaming/internal.js'
import { assertEvents } from '../protocol/assert-events.js'
import { decodeBase64 } from '../protocol/bytes.js'
import { damageOf } from '../protocol/schema.js'
import { speechEvent, type SpeechStreamEvent, type SpeechUsage } from './speech-events.js'
import type { SpeechResource } from './speech-resource.js'

/**
 * Folds the events of a stream to a speech: the parts of the audio are decoded and joined.
 *
 * @throws {TypeError} When `events` is no list, an event is damaged, or the end is missing.
 *
 * @example
 * const { audio } = foldSpeech(new Greeting())
 */
export function foldSpeech(events: Iterable<SpeechStreamEvent>): SpeechResource {
  assertEvents(events, 'fold a speech')
  const parts: Uint8Array[] = []
  let usage: SpeechUsage | undefined
  let position = 0
  for (const event of events) {
    const damage = damageOf(speechEvent, event)
    if (damage) fail(`event ${position} is ${damage}`)
    position++
    if (event.type === 'speech.audio.delta') parts.push(decodeBase64(event.audio))
    else usage = event.usage
  }
  if (!usage) fail('it has no end. Expected an event speech.audio.done')
  return { audio: concat(parts), usage }
}

function fail(reason: string): never {
  throw new TypeError(`Failed to fold a speech: ${reason}.`)
}
