import { textAt } from '../protocol/fields.js'
import { inline } from '../protocol/print.js'
import type { EventReader } from '../protocol/readers.js'
import type { SpeechStreamEvent } from './speech-events.js'

/** Reads the events of speeches, which have audio and no text. */
export const speechReader: EventReader<SpeechStreamEvent> = {
  is: (event): event is SpeechStreamEvent => textAt(event, 'type').startsWith('speech.audio.'),
  text: (events) => events.map(() => ''),
  type: ({ type }) => type,
  line: (event) =>
    event.type === 'speech.audio.delta'
      ? `${event.type} ${event.audio.length} characters of base64`
      : `${event.type} ${inline(event.usage)}`,
}
