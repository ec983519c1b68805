import { isRecord } from '../protocol/defaults.js'
import { valueAt } from '../protocol/fields.js'
import { foreignEvents } from './response-event-schema.js'
import type { ResponseRule } from './response-state.js'
import { isIndex } from './streamed-output.js'

/** The events that have the log probabilities of a text. */
const WITH_LOGPROBS = ['response.output_text.delta', 'response.output_text.done']

/** The rules for single events of any type: their types, their numbers and their fields. */
export const eventRules: readonly ResponseRule[] = [
  {
    id: 'responses/event-type',
    severity: 'error',
    reason: "The SDK's stream helper throws at an event of a type that it does not know.",
    once: true,
    event({ event }, before) {
      const { type } = before.read(event)
      if (!foreignEvents.has(type)) return undefined
      return { message: 'OpenAI sends no event of this type.', received: type }
    },
  },
  {
    id: 'responses/sequence-gap',
    severity: 'error',
    reason:
      'A client that resumes a stream with starting_after loses events, or gets events twice, unless the numbers count each event.',
    event({ event }, before) {
      const received = valueAt(event, 'sequence_number')
      const expected = before.nextNumber
      if (!isIndex(received) || received === expected || before.resumes(event)) return undefined
      // Numbers that are all the same, or count in twos, are one habit.
      if (received - expected === before.gap) return undefined
      return { message: 'The sequence_number does not follow the one before.', expected, received }
    },
  },
  {
    id: 'responses/sequence-missing',
    severity: 'warning',
    reason:
      'The official clients read events without numbers, as OpenAI sent them at first; a client that resumes a stream needs the numbers.',
    once: true,
    event: ({ event }) =>
      valueAt(event, 'sequence_number') === undefined
        ? { message: 'The event has no sequence_number.' }
        : undefined,
  },
  {
    id: 'responses/fields-missing',
    severity: 'warning',
    reason:
      'OpenAI sends logprobs with each text, an error or null with each response, and a title with each citation of a page; clients survive without them.',
    once: true,
    event({ event }, before) {
      const path = fieldOf(before.read(event).type, event)
      if (!path || valueAt(event, ...path) !== undefined) return undefined
      return { message: `The event has no ${path.join('.')}.` }
    },
  },
]

/** Gives the place of a field that such an event of OpenAI has, and that other servers omit; undefined for any other event. */
function fieldOf(type: string, event: unknown): string[] | undefined {
  if (WITH_LOGPROBS.includes(type)) return ['logprobs']
  if (valueAt(event, 'annotation', 'type') === 'url_citation') return ['annotation', 'title']
  return isRecord(valueAt(event, 'response')) ? ['response', 'error'] : undefined
}

/** The places of fields without which clients survive, and which rules above report. */
const SPARED =
  /^(sequence_number|logprobs|response\.error)$|(^|\.)(annotation|annotations\.\d+)\.title$/

/** Recognizes a field without which clients survive, and which is missing. */
export function isSpared(place: string, value: unknown): boolean {
  return value === undefined && SPARED.test(place)
}
