import { joinDelta } from '../../../routes/runs/join.js'
import { at, listAt, textAt } from '../../../routes/protocol/fields.js'
import { inline } from '../../../routes/protocol/print.js'
import { toolCall, type ToolCall } from '../tool-call.js'
import type { Protocol } from './protocol.js'

interface Event {
  readonly event: string
  readonly data: unknown
}

/** An event of an Assistants run is of the type of its name, `event`. */
export const runs: Protocol<Event> = {
  is: (event): event is Event => {
    const name = textAt(event, 'event')
    return 'data' in Object(event) && (name.startsWith('thread.') || name === 'error')
  },

  type: ({ event }) => event,

  line({ event, data }) {
    const value =
      at(data, 'delta', 'step_details') ??
      (at(data, 'delta') ? textOf(data) : (at(data, 'status') ?? at(data, 'message')))
    return value === undefined ? event : `${event} ${inline(value)}`
  },

  text: ({ event, data }) => (event === 'thread.message.delta' ? textOf(data) : ''),

  toolCalls(events) {
    const calls = new Map<unknown, ToolCall>()
    for (const call of [...callsOfSteps(events), ...events.flatMap(requiredCalls)]) {
      calls.set(at(call, 'id') ?? call, toToolCall(call))
    }
    return [...calls.values()]
  },
}

function textOf(data: unknown): string {
  return listAt(data, 'delta', 'content')
    .map((part) => textAt(part, 'text', 'value'))
    .join('')
}

/** The calls that steps tell of, piece by piece or as a whole. */
function callsOfSteps(events: readonly Event[]): unknown[] {
  const steps = new Map<unknown, unknown>()
  for (const { event, data } of events) {
    if (!event.startsWith('thread.run.step.')) continue

    const id = at(data, 'id')
    const delta = at(data, 'delta', 'step_details')
    const details = at(data, 'step_details')
    steps.set(id, delta ? joinDelta(steps.get(id), delta) : (details ?? steps.get(id)))
  }
  return [...steps.values()].flatMap((details) => listAt(details, 'tool_calls')).filter(isFunction)
}

function requiredCalls({ event, data }: Event): unknown[] {
  return event === 'thread.run.requires_action'
    ? listAt(data, 'required_action', 'submit_tool_outputs', 'tool_calls')
    : []
}

function isFunction(call: unknown): boolean {
  return at(call, 'function') !== undefined
}

function toToolCall(call: unknown): ToolCall {
  return toolCall(at(call, 'id'), {
    name: at(call, 'function', 'name'),
    arguments: at(call, 'function', 'arguments'),
  })
}
