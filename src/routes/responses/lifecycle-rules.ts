import { isRecord } from '../protocol/defaults.js'
import { valueAt } from '../protocol/fields.js'
import { BEGINNING, beginsResponse } from './event-order.js'
import { eventFields } from './response-event-schema.js'
import { isAside, isLater, type ResponseRule } from './response-state.js'

/** The events that contain the response. */
const OF_RESPONSE = Object.keys(eventFields).filter((type) => /^response\.[a-z_]+$/.test(type))

/** The advice for a stream whose first event has a later number. */
const TO_RESUME = 'Lint a stream that resumes another one with --endpoint responses.retrieve.'

/** The rules for the beginning and the end of a response, and for the response that these events contain. */
export const lifecycleRules: readonly ResponseRule[] = [
  {
    id: 'responses/created-first',
    severity: 'error',
    reason:
      "The SDK's stream helper builds its response on response.created, and throws at any other first event.",
    event({ event }, before) {
      const { type } = before.read(event)
      if (before.hasBegun || isAside(type) || before.isOfResumed(event)) return undefined
      if (beginsResponse(event) || type === '') return undefined
      const advice = isLater(event) ? ` ${TO_RESUME}` : ''
      return {
        message: `The stream does not begin with response.created.${advice}`,
        expected: BEGINNING[0],
        received: type,
      }
    },
  },
  {
    id: 'responses/beginning-order',
    severity: 'warning',
    reason: 'A response is created, then queued, then in progress, each at most once.',
    event({ event }, before) {
      const { type } = before.read(event)
      const place = BEGINNING.indexOf(type)
      if (place < 0 || place > before.begun || before.items.size > 0) return undefined
      return { message: `The event comes too late, or twice: ${type}.`, received: type }
    },
  },
  {
    id: 'responses/beginning-late',
    severity: 'error',
    reason:
      'The stream helper of openai 6 takes the response of such an event for the whole one, and loses the items before.',
    event({ event }, before) {
      const { type } = before.read(event)
      if (!BEGINNING.includes(type) || before.items.size === 0 || before.ending) return undefined
      return { message: 'The event comes after the first item.', received: type }
    },
  },
  {
    id: 'responses/in-progress',
    severity: 'warning',
    reason: 'A response is in progress before it has output, and before it completes.',
    event({ event }, before) {
      const { type } = before.read(event)
      const needs = ['response.output_item.added', 'response.completed', 'response.incomplete']
      if (!needs.includes(type) || before.begun === 2 || before.items.size > 0) return undefined
      if (!before.hasBegun || before.isOfResumed(event) || before.ending) return undefined
      return {
        message: 'No response.in_progress comes before the event.',
        expected: BEGINNING[2],
        received: type,
      }
    },
  },
  {
    id: 'responses/response-id',
    severity: 'error',
    reason: "The SDK's stream helper throws when the id of the response changes.",
    event: ({ event }, before) => changed(event, before.response, 'id'),
  },
  {
    id: 'responses/response-model',
    severity: 'warning',
    reason: 'One model makes a response, and every event with the response names that model.',
    event: ({ event }, before) => changed(event, before.response, 'model'),
  },
  {
    id: 'responses/status',
    severity: 'error',
    reason: 'Clients read the state of the response from its status, which the event repeats.',
    event({ event }, before) {
      const { type } = before.read(event)
      if (!OF_RESPONSE.includes(type)) return undefined
      const received = valueAt(event, 'response', 'status')
      const expected = statusesOf(type)
      if (expected.some((status) => status === received)) return undefined
      return { message: 'The status of the response contradicts the event.', expected, received }
    },
  },
  {
    id: 'responses/beginning-output',
    severity: 'error',
    reason:
      'A client adds the streamed items to the output of response.created, and so has them twice.',
    event({ event }, before) {
      if (!BEGINNING.includes(before.read(event).type) || before.items.size > 0) return undefined
      const received = valueAt(event, 'response', 'output')
      if (Array.isArray(received) && received.length === 0) return undefined
      return { message: 'The response has output before the first item.', expected: [], received }
    },
  },
  {
    id: 'responses/error-shape',
    severity: 'error',
    reason:
      'Clients of openai 6 take a flat error for an ordinary event: they throw at a nested error alone.',
    event({ event }, before) {
      if (before.read(event).type !== 'error') return undefined
      const received = valueAt(event, 'error')
      if (isRecord(received) && typeof received['message'] === 'string') return undefined
      return {
        message: 'The error is not nested: { error: { type, code, message, param } }.',
        received,
      }
    },
  },
  {
    id: 'responses/error-then-failed',
    severity: 'warning',
    reason: 'A response that has begun fails with response.failed, right after the error.',
    event({ event }, before) {
      const { type } = before.read(event)
      if (!failedBefore(before) || type === 'response.failed') return undefined
      return {
        message: 'Another event follows the error.',
        expected: 'response.failed',
        received: type,
      }
    },
    end: (all) =>
      failedBefore(all)
        ? { message: 'No response.failed follows the error.', expected: 'response.failed' }
        : undefined,
  },
  {
    id: 'responses/audio-done',
    severity: 'error',
    reason: 'A client that waits for the end of the audio, or of its transcript, never gets it.',
    event({ event }, before) {
      if (!before.read(event).isFinal) return undefined
      return [...before.audio].map((kind) => ({
        message: `The deltas of ${kind} have no end.`,
        expected: `${kind}.done`,
      }))
    },
  },
  {
    id: 'responses/ending-details',
    severity: 'warning',
    reason:
      'A failed response says why in its error, and an incomplete one in its incomplete_details.',
    event({ event }, before) {
      const { type, isFinal } = before.read(event)
      if (!isFinal) return undefined
      const details = {
        error: type === 'response.failed',
        incomplete_details: type === 'response.incomplete',
      }
      return Object.entries(details)
        .filter(([field, has]) => has !== isRecord(valueAt(event, 'response', field)))
        .map(([field, has]) => ({
          message: `The response has ${has ? 'no' : 'an unexpected'} ${field}.`,
          received: valueAt(event, 'response', field),
        }))
    },
  },
  {
    id: 'responses/usage',
    severity: 'warning',
    reason: 'A completed response has the numbers of tokens.',
    event({ event }, before) {
      if (before.read(event).type !== 'response.completed') return undefined
      const received = valueAt(event, 'response', 'usage')
      return isRecord(received) ? undefined : { message: 'The response has no usage.', received }
    },
  },
  {
    id: 'responses/ending-missing',
    severity: 'error',
    reason:
      'A client waits for response.completed, response.incomplete or response.failed: the SDK takes a cut stream for a response in progress.',
    end: ({ ending, last, hasUntyped }, { failed }) =>
      ending !== undefined || hasUntyped || failed || ['', 'error'].includes(last)
        ? undefined
        : { message: 'The stream has no last event, such as response.completed.' },
  },
  {
    id: 'responses/ending-last',
    severity: 'error',
    reason: 'A client stops at the event that ends the response, and misses every later one.',
    once: true,
    event({ event }, before) {
      if (!before.ending) return undefined
      const { type: received } = before.read(event)
      return { message: `An event follows ${before.ending}.`, received }
    },
  },
]

function changed(event: unknown, first: object | undefined, field: 'id' | 'model') {
  const response = valueAt(event, 'response')
  if (!first || !isRecord(response)) return undefined
  const expected = valueAt(first, field)
  const received = response[field]
  if (expected === received) return undefined
  return { message: `The ${field} of the response changes.`, expected, received }
}

function statusesOf(type: string): string[] {
  // A response in the background is created in the queue.
  return type === BEGINNING[0] ? ['in_progress', 'queued'] : [type.slice('response.'.length)]
}

function failedBefore({
  last,
  response,
  ending,
}: {
  last: string
  response: unknown
  ending: unknown
}) {
  return last === 'error' && response !== undefined && ending === undefined
}
