import { join } from '../../../routes/chat-completions/join.js'
import { at, listAt, textAt } from '../../../routes/protocol/fields.js'
import { inline } from '../../../routes/protocol/print.js'
import { toolCall, type ToolCall } from '../tool-call.js'
import type { Protocol } from './protocol.js'

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

/** A chunk of a chat completion is of the type of what it tells: `content`, `finish_reason+usage`, … */
export const chatCompletions: Protocol<Chunk> = {
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

  text: (chunk) =>
    deltas(chunk)
      .map((delta) => textAt(delta, 'content'))
      .join(''),

  toolCalls(chunks) {
    const delta = chunks
      .flatMap(deltas)
      .reduce<unknown>((before, after) => join(before, after), undefined)
    const legacy = at(delta, 'function_call')
    return [
      ...listAt(delta, 'tool_calls').map(toToolCall),
      ...(legacy ? [toolCall(undefined, picked(legacy))] : []),
    ]
  },
}

/** What the first choice of a chunk adds. */
function deltas({ choices }: Chunk): unknown[] {
  return choices
    .filter((choice) => (at(choice, 'index') ?? 0) === 0)
    .map((choice) => at(choice, 'delta'))
}

/** Every field that says something, with the index of its choice. */
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

function toToolCall(call: unknown): ToolCall {
  return toolCall(at(call, 'id'), picked(at(call, 'custom') ?? at(call, 'function')))
}

function picked(called: unknown) {
  return {
    name: at(called, 'name'),
    arguments: at(called, 'arguments'),
    input: at(called, 'input'),
  }
}
