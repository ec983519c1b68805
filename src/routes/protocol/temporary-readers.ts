/** Stand-ins for the readers that each protocol declares in its folder. Deleted at the merge. */
import type { Endpoint } from '../../streaming/index.js'
import { join } from '../chat-completions/join.js'
import { joinDelta } from '../runs/join.js'
import { at, listAt, textAt } from './fields.js'
import { inline } from './print.js'
import type {
  ConversationMessage,
  EventReader,
  RequestReader,
  StreamedToolCall,
} from './readers.js'

/** Today's endpoint, with the readers of the one to come. */
export type TemporaryEndpoint<Event, Body = unknown, Resource = never> = Endpoint<
  Event,
  Body,
  Resource
> & {
  readonly request?: RequestReader<Body>
  readonly events?: EventReader<Event>
}

type Fields = Readonly<Record<string, unknown>>

/** Items of a response's input that say nothing, and have no role. */
const SILENT = new Set<unknown>([
  'additional_tools',
  'compaction_trigger',
  'configuration_update',
  'mcp_approval_response',
])

const request: RequestReader = {
  conversation(body) {
    const { messages, input, additional_messages, thread, tool_outputs } = fieldsOf(body)
    if (typeof input === 'string') return [{ role: 'user', text: input }]

    const all = [messages, input, additional_messages, at(thread, 'messages'), tool_outputs]
    return all.flatMap((items: unknown) => (Array.isArray(items) ? items.map(messageOf) : []))
  },

  tools: toolsIn,

  isContinued(body) {
    const { messages, input, previous_response_id, conversation } = fieldsOf(body)
    return Boolean(previous_response_id ?? conversation) || (messages ?? input) === undefined
  },
}

function fieldsOf(value: unknown): Fields {
  return { ...Object(value) }
}

function messageOf(item: unknown): ConversationMessage {
  const fields = fieldsOf(item)
  const { role, type } = fields
  if (role === 'user') return { role: 'user', text: textOfContent(fields['content']) }
  if (isToolResult(fields)) return { role: 'tool', callId: callIdOf(fields) }
  if (role === undefined ? SILENT.has(type) : role !== 'assistant') return { role: 'system' }
  return { role: 'assistant' }
}

function isToolResult({ role, type, tool_call_id }: Fields): boolean {
  return (
    role === 'tool' ||
    role === 'function' ||
    tool_call_id !== undefined ||
    String(type).endsWith('_call_output')
  )
}

function callIdOf({ call_id, tool_call_id, id, name }: Fields): string | undefined {
  const callId = call_id ?? tool_call_id ?? id ?? name
  return typeof callId === 'string' ? callId : undefined
}

function textOfContent(content: unknown): string {
  if (!Array.isArray(content)) return typeof content === 'string' ? content : ''
  return content.map((part: unknown) => textAt(part, 'text')).join('')
}

function toolsIn(body: unknown): string[] {
  const { tools, functions } = fieldsOf(body)
  return [tools, functions].flatMap((offered: unknown) =>
    Array.isArray(offered) ? offered.flatMap(namesOf) : [],
  )
}

function namesOf(tool: unknown): string[] {
  const { function: called, custom, name, server_label, type } = fieldsOf(tool)
  const own = fieldsOf(called ?? custom)['name'] ?? name ?? server_label ?? type
  return [String(own), ...toolsIn(tool)]
}

interface Chunk {
  readonly choices: readonly unknown[]
  readonly usage?: unknown
}

/** The order in which a type names what a chunk tells. Fields that only some servers have are last. */
const ORDER = [
  'role',
  'content',
  'refusal',
  'audio',
  'tool_calls',
  'function_call',
  'finish_reason',
  'usage',
]

/** Reads the chunks of a chat completion. */
const chunks: EventReader<Chunk> = {
  is: (event): event is Chunk =>
    // Azure's first chunk has no choices, and an empty `object`.
    'object' in Object(event) &&
    Array.isArray(at(event, 'choices')) &&
    listAt(event, 'choices').every((choice) => typeof at(choice, 'delta') === 'object'),

  type: (chunk) => [...new Set(told(chunk).map(([field]) => field))].join('+') || 'empty',

  line: (chunk) =>
    told(chunk)
      .map(([field, value, index]) => `${index ? `[${index}] ` : ''}${field} ${inline(value)}`)
      .join(', ') || 'empty',

  text: (all) =>
    all.map((chunk) =>
      deltas(chunk)
        .map((delta) => textAt(delta, 'content'))
        .join(''),
    ),

  toolCalls(all) {
    const delta = all
      .flatMap(deltas)
      .reduce<unknown>((before, after) => join(before, after), undefined)
    const legacy = at(delta, 'function_call')
    return [
      ...listAt(delta, 'tool_calls').map(toToolCall),
      ...(legacy ? [toolCall(undefined, picked(legacy))] : []),
    ]
  },
}

function deltas({ choices }: Chunk): unknown[] {
  return choices
    .filter((choice) => (at(choice, 'index') ?? 0) === 0)
    .map((choice) => at(choice, 'delta'))
}

function told({ choices, usage }: Chunk): Array<[field: string, value: unknown, index: number]> {
  const fields = choices.flatMap((choice) =>
    Object.entries({
      ...Object(at(choice, 'delta')),
      finish_reason: at(choice, 'finish_reason'),
    }).map(([field, value]): [string, unknown, number] => [
      field,
      value,
      Number(at(choice, 'index') ?? 0),
    ]),
  )
  const all: typeof fields = [...fields, ['usage', usage, 0]]
  return all
    .filter(([, value]) => says(value))
    .toSorted(([one], [other]) => rank(one) - rank(other))
}

function says(value: unknown): boolean {
  const isEmptyList = Array.isArray(value) && value.length === 0
  return value !== undefined && value !== null && value !== '' && !isEmptyList
}

function rank(field: string): number {
  const index = ORDER.indexOf(field)
  return index < 0 ? ORDER.length : index
}

function toToolCall(call: unknown): StreamedToolCall {
  return toolCall(at(call, 'id'), picked(at(call, 'custom') ?? at(call, 'function')))
}

function picked(called: unknown) {
  return {
    name: at(called, 'name'),
    arguments: at(called, 'arguments'),
    input: at(called, 'input'),
  }
}

function toolCall(id: unknown, called: object): StreamedToolCall {
  const fields = { id, ...called }
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => typeof value === 'string'))
}

interface ResponseEvent {
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

/** Reads the events of a response. */
const responseEvents: EventReader<ResponseEvent> = {
  is: (event): event is ResponseEvent => {
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

  text: (all) =>
    all.map((event) => (event.type === 'response.output_text.delta' ? textAt(event, 'delta') : '')),

  toolCalls(all) {
    const items = new Map<number, object>()
    for (const event of all) {
      const index = Number(at(event, 'output_index'))
      const item = itemAfter(items.get(index), event)
      if (item) items.set(index, item)
    }
    return [...items]
      .toSorted(([one], [other]) => one - other)
      .filter(([, item]) => isToolCall(item))
      .map(([, item]) => ({ ...toolCall(at(item, 'call_id'), picked(item)) }))
  },
}

function itemAfter(item: object | undefined, event: ResponseEvent): object | undefined {
  const [, kind = '', verb] = /^(.+)\.(added|delta|done)$/.exec(event.type) ?? []
  if (kind === 'response.output_item') return { ...Object(at(event, 'item')) }

  const field = streamed[kind]
  if (!field) return item
  const value = verb === 'delta' ? textAt(item, field) + textAt(event, 'delta') : at(event, field)
  return { ...item, [field]: value }
}

function isToolCall(item: object): boolean {
  return ['', 'function_call', 'custom_tool_call'].includes(textAt(item, 'type'))
}

function summary(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value

  const shown = SUMMARY.map((field) => [field, at(value, field)])
  return Object.fromEntries(shown.filter(([, field]) => field !== undefined && field !== null))
}

interface RunEvent {
  readonly event: string
  readonly data: unknown
}

/** Reads the events of a run. */
const runEvents: EventReader<RunEvent> = {
  is: (event): event is RunEvent => {
    const name = textAt(event, 'event')
    return 'data' in Object(event) && (name.startsWith('thread.') || name === 'error')
  },

  type: ({ event }) => event,

  line({ event, data }) {
    const value =
      at(data, 'delta', 'step_details') ??
      (at(data, 'delta') ? textOfDelta(data) : (at(data, 'status') ?? at(data, 'message')))
    return value === undefined ? event : `${event} ${inline(value)}`
  },

  text: (all) =>
    all.map(({ event, data }) => (event === 'thread.message.delta' ? textOfDelta(data) : '')),

  toolCalls(all) {
    const calls = new Map<unknown, StreamedToolCall>()
    for (const call of [...callsOfSteps(all), ...all.flatMap(requiredCalls)]) {
      calls.set(at(call, 'id') ?? call, toToolCall(call))
    }
    return [...calls.values()]
  },
}

function textOfDelta(data: unknown): string {
  return listAt(data, 'delta', 'content')
    .map((part) => textAt(part, 'text', 'value'))
    .join('')
}

function callsOfSteps(events: readonly RunEvent[]): unknown[] {
  const steps = new Map<unknown, unknown>()
  for (const { event, data } of events) {
    if (!event.startsWith('thread.run.step.')) continue

    const id = at(data, 'id')
    const delta = at(data, 'delta', 'step_details')
    const details = at(data, 'step_details')
    steps.set(id, delta ? joinDelta(steps.get(id), delta) : (details ?? steps.get(id)))
  }
  return [...steps.values()]
    .flatMap((details) => listAt(details, 'tool_calls'))
    .filter((call) => at(call, 'function') !== undefined)
}

function requiredCalls({ event, data }: RunEvent): unknown[] {
  return event === 'thread.run.requires_action'
    ? listAt(data, 'required_action', 'submit_tool_outputs', 'tool_calls')
    : []
}

export const temporaryChat = { request, events: chunks }
export const temporaryResponses = { request, events: responseEvents }
export const temporaryRuns = { request, events: runEvents }
