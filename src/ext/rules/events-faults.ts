import { listAt, valueAt } from '../../routes/protocol/fields.js'
import { endpointsOfEvents, isRecording, type GivenEvents } from './endpoints-of-events.js'
import type { ValueFault } from './explain-fault.js'
import { recordedEvents } from './recorded-events.js'
import type { RuleContents } from './rule-contents.js'
import { ENDPOINTS } from './speaking-endpoints.js'

type Contents = RuleContents['contents']

/** Lists the faults of rules: a recording without events, and events that an endpoint of the rule never sends. */
export function faultsOfEvents(value: unknown, contents: Contents): ValueFault[] {
  const usual = valueAt(value, 'defaults', 'endpoint')
  return faultsOfRules(value, (rule) => {
    const events = eventsOf(rule, contents)
    if (!events) return undefined
    if (events instanceof Uint8Array && !isRecording(events)) {
      return `no event is in ${nameIn(rule)}. Expected a recorded stream in UTF-8, with lines such as data: {"id":"…"}.`
    }
    return explainMismatch(endpointsOfEvents(events), valueAt(rule, 'endpoint') ?? usual)
  })
}

/** Lists the warnings of rules: a recording whose events no endpoint sends at which a model speaks. */
export function warningsOfEvents(value: unknown, contents: Contents): ValueFault[] {
  return faultsOfRules(value, (rule) => {
    const events = eventsOf(rule, contents)
    if (!(events instanceof Uint8Array) || !hasStrangers(events)) return undefined
    return `no endpoint at which a model speaks sends events such as those in ${nameIn(rule)}.`
  })
}

/** Recognizes a recording that has events, of which no endpoint sends any. */
function hasStrangers(recording: Uint8Array): boolean {
  const { events } = recordedEvents(recording, 'chat.completions.create')
  return events.length > 0 && endpointsOfEvents(recording).length === 0
}

function faultsOfRules(
  value: unknown,
  explain: (rule: unknown) => string | undefined,
): ValueFault[] {
  return listAt(value, 'responses').flatMap((rule, index) => {
    const message = explain(rule)
    return message === undefined ? [] : [{ path: ['responses', index, 'events'], message }]
  })
}

/** Gives the events of a rule; undefined for a rule without any, and for a file that cannot be read. */
function eventsOf(rule: unknown, contents: Contents): GivenEvents | undefined {
  const events = valueAt(rule, 'events')
  if (Array.isArray(events)) return events
  return typeof events === 'string' ? contents.get(events) : undefined
}

function nameIn(rule: unknown): string {
  return String(valueAt(rule, 'events'))
}

/** Names the first endpoint of a rule that never sends its events. Events of no endpoint are sent on purpose. */
function explainMismatch(senders: readonly string[], given: unknown): string | undefined {
  const [sender] = senders
  const wrong = [given].flat().find((name) => isEndpoint(name) && !senders.includes(name))
  if (sender === undefined || wrong === undefined) return undefined
  return `these are events of ${senders.join(' and ')}, which ${wrong} never sends. Name the endpoint that sends them: endpoint: ${sender}.`
}

function isEndpoint(name: unknown): name is string {
  return typeof name === 'string' && ENDPOINTS.includes(name)
}
