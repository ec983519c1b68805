import { textAt } from '../protocol/fields.js'
import { inline } from '../protocol/print.js'
import type { EventReader } from '../protocol/readers.js'
import type { TranscriptionEvent } from './transcription-events.js'

/** Reads the events of transcriptions. The text is that of the deltas or the segments, or else of the end. */
export const transcriptionReader: EventReader<TranscriptionEvent> = {
  is: (event): event is TranscriptionEvent => textAt(event, 'type').startsWith('transcript.text.'),

  text(events) {
    const first = events.findIndex(({ type }) => type !== 'transcript.text.done')
    // The API begins each segment with a space, and the whole text with none.
    return events.map((event, index) => {
      if (event.type === 'transcript.text.delta') return event.delta
      if (event.type === 'transcript.text.done') return first < 0 ? event.text : ''
      return index === first ? event.text.trimStart() : event.text
    })
  },

  type: ({ type }) => type,

  line: (event) => `${event.type} ${inline('delta' in event ? event.delta : event.text)}`,
}
