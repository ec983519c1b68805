import { at, textAt } from '../../../routes/protocol/fields.js'
import { inline } from '../../../routes/protocol/print.js'
import { toolCall, type ToolCall } from '../tool-call.js'
import type { Protocol } from './protocol.js'

interface Event {
  readonly type: string
}

/** What streams the field of a tool call piece by piece. */
const streamed: Readonly<Record<string, string>> = {
  'response.function_call_arguments': 'arguments',
  'response.custom_tool_call_input': 'input',
}

/** What an event is about, the first of them that it has. */
const TOLD = ['delta', 'text', 'refusal', 'arguments', 'input', 'code', 'part', 'item', 'response']

/** What matters of an item, a part or a response on one line. */
const SUMMARY = ['type', 'name', 'status', 'error']

/** An event of a response is of its own `type`. */
export const responses: Protocol<Event> = {
  is: (event): event is Event => {
    const type = textAt(event, 'type')
    const isOfStream = type === 'error' || type === 'keepalive'
    return type.startsWith('response.') || (isOfStream && 'sequence_number' in Object(event))
  },

  type: ({ type }) => type,

  line(event) {
    const field = TOLD.find((name) => name in event) ?? 'error'
    const value = at(event, field) ?? at(event, 'message')
    return value === undefined ? event.type : `${event.type} ${inline(summary(value))}`
  },

  text: (event) => (event.type === 'response.output_text.delta' ? textAt(event, 'delta') : ''),

  toolCalls(events) {
    const items = new Map<number, object>()
    for (const event of events) {
      const index = Number(at(event, 'output_index'))
      const item = itemAfter(items.get(index), event)
      if (item) items.set(index, item)
    }
    return [...items]
      .toSorted(([one], [other]) => one - other)
      .filter(([, item]) => isToolCall(item))
      .map(([, item]) => toToolCall(item))
  },
}

/** An output item as an event leaves it. */
function itemAfter(item: object | undefined, event: Event): object | undefined {
  const [, kind = '', verb] = /^(.+)\.(added|delta|done)$/.exec(event.type) ?? []
  if (kind === 'response.output_item') return { ...Object(at(event, 'item')) }

  const field = streamed[kind]
  if (!field) return item
  const value = verb === 'delta' ? textAt(item, field) + textAt(event, 'delta') : at(event, field)
  return { ...item, [field]: value }
}

/** Whether an item calls a tool of the client's. One that was never added is of no known type. */
function isToolCall(item: object): boolean {
  return ['', 'function_call', 'custom_tool_call'].includes(textAt(item, 'type'))
}

function toToolCall(item: object): ToolCall {
  return toolCall(at(item, 'call_id'), {
    name: at(item, 'name'),
    arguments: at(item, 'arguments'),
    input: at(item, 'input'),
  })
}

function summary(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value

  const told = SUMMARY.map((field) => [field, at(value, field)])
  return Object.fromEntries(told.filter(([, field]) => field !== undefined && field !== null))
}
