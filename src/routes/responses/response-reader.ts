import { isRecord } from '../protocol/defaults.js'
import { textAt, valueAt } from '../protocol/fields.js'
import { inline } from '../protocol/print.js'
import type { EventReader, StreamedToolCall } from '../protocol/readers.js'
import type { ResponseEvent } from './response-event-schema.js'
import { ResponseReading } from './response-reading.js'
import type { StreamedItem } from './streamed-output.js'

/** Matches the types of events that only a call of a client's own tool has. */
const OF_TOOL_CALL = /^response\.(function_call_arguments|custom_tool_call_input)\./

/** Recognizes a tool call that the client has to answer. An item that was never added has no type, but events. */
function isToolCall({ value, type, texts }: StreamedItem): boolean {
  if (value) return type === 'function_call' || type === 'custom_tool_call'
  return texts.some(({ event }) => OF_TOOL_CALL.test(event))
}

function toolCallOf(item: StreamedItem): StreamedToolCall {
  const fields = {
    id: valueAt(item.value, 'call_id'),
    name: valueAt(item.value, 'name'),
    arguments: item.textOf('arguments') || valueAt(item.value, 'arguments'),
    input: item.textOf('input') || valueAt(item.value, 'input'),
  }
  return Object.fromEntries(Object.entries(fields).filter(([, text]) => typeof text === 'string'))
}

/** The fields of an event for its line. The first one that the event has is printed. */
const SHOWN = ['delta', 'text', 'refusal', 'arguments', 'input', 'code', 'part', 'item', 'response']

/** The fields of an item, a part or a response for the line of its event. */
const SUMMARY = ['type', 'name', 'status', 'error']

/** Reads the events of responses. */
export const responseReader: EventReader<ResponseEvent> = {
  is: (event): event is ResponseEvent => {
    const type = textAt(event, 'type')
    const isOfStream = type === 'error' || type === 'keepalive'
    return type.startsWith('response.') || (isOfStream && 'sequence_number' in Object(event))
  },

  text: (events) => new ResponseReading(events).pieces,

  toolCalls: (events) => new ResponseReading(events).items.filter(isToolCall).map(toolCallOf),

  type: ({ type }) => type,

  line(event) {
    const field = SHOWN.find((name) => name in event) ?? 'error'
    const value = valueAt(event, field) ?? valueAt(event, 'message')
    return value === undefined ? event.type : `${event.type} ${inline(summaryOf(value))}`
  },
}

function summaryOf(value: unknown): unknown {
  if (!isRecord(value) && !Array.isArray(value)) return value

  const shown = SUMMARY.map((field) => [field, valueAt(value, field)])
  return Object.fromEntries(shown.filter(([, field]) => field !== undefined && field !== null))
}
