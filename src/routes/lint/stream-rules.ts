import type { z } from 'zod'
import { StreamError, type WireFormat } from '../../streaming/index.js'
import { unnamedError } from '../../streaming/internal.js'
import { print } from '../protocol/print.js'
import { protocolRules, type LintRule, type ProtocolRules } from './lint-rule.js'
import { isCounted, mismatchOf, placeOf, type StreamItem } from './stream-item.js'

/** The parts of a wire format that the rules compare with. */
type LintedWire = Pick<WireFormat<never>, 'terminator' | 'error'>

interface StreamState {
  readonly wire: LintedWire
  /** True where the wire format recognizes the last event, and nothing else asks for an end. */
  readonly endsWithEvent: boolean
  count: number
  isTerminated: boolean
  hasFailed: boolean
  /** True once the last event of the endpoint is there, or may be: an event that matches no schema. */
  isFinished: boolean
  /** The differences from the schema so far. Each of them is a habit, and is reported at its first place alone. */
  readonly mismatches: Set<string>
}

/** The rules of every stream, which follow from the wire format of the endpoint. */
export const STREAM_RULES: ReadonlyArray<LintRule<StreamItem, StreamState>> = [
  {
    id: 'stream/json',
    severity: 'error',
    reason: 'The official clients throw a SyntaxError at data that is no JSON.',
    event: ({ event }) =>
      event.type === 'unreadable' && !isNearlyDone(event.data)
        ? { message: `The data is no JSON: ${print(event.data)}.`, received: event.data }
        : undefined,
  },
  {
    id: 'stream/schema',
    severity: 'error',
    reason:
      'Clients read the fields that the types of the SDK have; an event of another shape breaks them.',
    event({ event }, { mismatches }) {
      if (event.type !== 'misfit') return undefined
      const { issues, owner, value } = event
      if (owner === undefined) {
        const others = issues.filter((issue) => !mismatches.has(keyOf(issue)))
        return mismatchOf(others, value)
      }
      if (mismatches.has(owner)) return undefined
      return {
        message: `The event does not match the schema of the endpoint: this looks like a stream of ${owner}.`,
        received: value,
      }
    },
  },
  {
    id: 'stream/empty',
    severity: 'error',
    reason: 'The official clients take a stream without events for a success, and give nothing.',
    end: ({ count }, { failed }) =>
      count === 0 && !failed ? { message: 'The stream has no events.' } : undefined,
  },
  {
    id: 'stream/cut',
    severity: 'error',
    reason:
      'The official clients throw where the connection fails, and never ask again once a stream has begun.',
    event: ({ event }, { isTerminated }) =>
      event.type === 'cut' && !isTerminated
        ? { message: `The connection fails before the stream ends: ${event.reason}` }
        : undefined,
  },
  {
    id: 'stream/terminator-exact',
    severity: 'error',
    reason:
      'The client of openai-node 7 ends at [DONE] alone, and throws a SyntaxError at anything like it.',
    event: ({ event }, { wire }) =>
      event.type === 'unreadable' && isNearlyDone(event.data)
        ? {
            message: `The data is nearly a terminator: ${print(event.data)}.`,
            expected: wire.terminator?.data,
            received: event.data,
          }
        : undefined,
  },
  {
    id: 'stream/terminator-name',
    severity: 'warning',
    reason:
      'OpenAI names the terminator of an endpoint in one way; the official clients read the data alone.',
    event: ({ event: { type, name } }, { wire: { terminator } }) =>
      type === 'terminator' && terminator && name !== terminator.event
        ? {
            message: named('terminator', name),
            expected: terminator.event,
            received: name,
          }
        : undefined,
  },
  {
    id: 'stream/terminator-once',
    severity: 'warning',
    reason: 'The official clients stop at the first terminator, and skip the second.',
    event: ({ event: { type } }, { isTerminated }) =>
      type === 'terminator' && isTerminated
        ? { message: 'The stream has a second terminator.' }
        : undefined,
  },
  {
    id: 'stream/terminator-missing',
    severity: 'warning',
    reason:
      'OpenAI ends the stream with a terminator; clients that wait for it take the stream for a cut one.',
    end: ({ wire: { terminator }, isTerminated }, { hasBytes, failed }) =>
      hasBytes && terminator && !isTerminated && !failed
        ? { message: `The stream does not end with ${terminator.data}.`, expected: terminator.data }
        : undefined,
  },
  {
    id: 'stream/terminator-unexpected',
    severity: 'warning',
    reason:
      'OpenAI ends the streams of this endpoint without a terminator; the official clients stop at it.',
    event: ({ event: { type } }, { wire: { terminator } }) =>
      type === 'terminator' && !terminator
        ? { message: 'The stream has a terminator, which the endpoint has not.' }
        : undefined,
  },
  {
    id: 'stream/after-terminator',
    severity: 'error',
    once: true,
    reason: 'The official clients stop at the terminator, so that what follows is lost.',
    event: ({ event }, { isTerminated }) =>
      isCounted(event) && isTerminated
        ? { message: 'The stream goes on after its terminator.' }
        : undefined,
  },
  {
    id: 'stream/after-error',
    severity: 'error',
    once: true,
    reason:
      'The official clients throw at an error inside the stream, so that what follows is lost.',
    event: ({ event }, { hasFailed }) =>
      isCounted(event) && hasFailed ? { message: 'The stream goes on after an error.' } : undefined,
  },
  {
    id: 'stream/error-name',
    severity: 'warning',
    reason:
      'OpenAI names the record of an error in one way for each endpoint; the official clients throw at both.',
    event: ({ event: { type, name } }, { wire }) => {
      if (type !== 'error') return undefined
      const expected = nameOfErrors(wire)
      return name === expected
        ? undefined
        : { message: named('error', name), expected, received: name }
    },
  },
  {
    id: 'stream/final-event-missing',
    severity: 'error',
    reason:
      'Without its last event a client cannot know a whole stream from one that was cut, and lacks what the last event has.',
    end: ({ endsWithEvent, isFinished }, { failed }) =>
      endsWithEvent && !isFinished && !failed
        ? { message: 'The stream ends without the last event of the endpoint.' }
        : undefined,
  },
]

/**
 * Makes the rules for an endpoint with a wire format.
 *
 * @param protocol The rules of the endpoint, which know better what the end of a stream is.
 */
export function streamRules<Event>(
  wire: WireFormat<Event>,
  protocol: ProtocolRules<Event> | undefined,
): ProtocolRules<StreamItem<Event>> {
  const begin = (): StreamState => ({
    wire,
    endsWithEvent: wire.isFinal !== undefined && !wire.terminator && !protocol,
    count: 0,
    isTerminated: false,
    hasFailed: false,
    isFinished: false,
    mismatches: new Set(),
  })
  return protocolRules<StreamItem<Event>, StreamState>(STREAM_RULES, begin, (state, item) => {
    if (item.type === 'terminator') state.isTerminated = true
    if (isCounted(item)) state.count++
    if (item.type === 'error') state.hasFailed = true
    if (item.type === 'event') state.isFinished ||= wire.isFinal?.(item.event) === true
    if (item.type !== 'misfit') return
    state.isFinished = true
    const found = item.owner === undefined ? item.issues.map(keyOf) : [item.owner]
    for (const key of found) state.mismatches.add(key)
  })
}

/** Names a difference from the schema by its place and its kind. */
function keyOf(issue: z.core.$ZodIssue): string {
  return `${placeOf(issue)}: ${issue.message}`
}

/** Recognizes `[DONE]` with something around it. */
function isNearlyDone(data: string): boolean {
  return /^\s*\[done\]/i.test(data)
}

/** Words the wrong name of a record. */
function named(record: string, name: string | undefined): string {
  return name === undefined
    ? `The ${record} has no name.`
    : `The name of the ${record} is ${print(name)}.`
}

/** Gives the name that the endpoint itself gives to the record of an error. */
function nameOfErrors({ error = unnamedError }: LintedWire): string | undefined {
  const sent = { last: undefined, remembered: [] }
  return error(new StreamError({ message: '' }), sent)[0]?.event
}
