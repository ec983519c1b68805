import type { AssistantStreamEvent } from 'openai/resources/beta/assistants'
import { defined } from '../protocol/defaults.js'
import { listAt, textAt, valueAt } from '../protocol/fields.js'
import { inline } from '../protocol/print.js'
import type { EventReader, StreamedToolCall } from '../protocol/readers.js'
import { MessagesReading } from './message-reading.js'
import { StepsReading } from './step-reading.js'

/** Reads the events of a run, as `foldMessages()` and `foldRunSteps()` do. */
export const runEvents = {
  is: (event): event is AssistantStreamEvent => {
    const name = textAt(event, 'event')
    return 'data' in Object(event) && (name.startsWith('thread.') || name === 'error')
  },

  type: ({ event }) => event,

  line({ event, data }) {
    const value =
      valueAt(data, 'delta', 'step_details') ??
      (valueAt(data, 'delta')
        ? textOf(data)
        : (valueAt(data, 'status') ?? valueAt(data, 'message')))
    return value === undefined ? event : `${event} ${inline(value)}`
  },

  text(events) {
    const messages = new MessagesReading()
    return events.map((event) => messages.read(event))
  },

  toolCalls(events) {
    const reading = new StepsReading()
    for (const event of events) reading.read(event)
    const required = reading.placeRequired()
    const calls = [...reading.steps.values()].flatMap((step) => step.foldCalls())
    return [...calls, ...required]
      .filter((call) => valueAt(call, 'function') !== undefined)
      .map(toCall)
  },
} satisfies EventReader<AssistantStreamEvent>

function textOf(data: unknown): string {
  return listAt(data, 'delta', 'content')
    .map((part) => textAt(part, 'text', 'value'))
    .join('')
}

function toCall(call: unknown): StreamedToolCall {
  return defined({
    id: textOrNone(valueAt(call, 'id')),
    name: textOrNone(valueAt(call, 'function', 'name')),
    arguments: textOrNone(valueAt(call, 'function', 'arguments')),
  })
}

function textOrNone(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
