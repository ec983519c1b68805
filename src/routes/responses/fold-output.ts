import type { ResponseOutputItem } from 'openai/resources/responses/responses'
import type { ResponseEvent } from './events.js'

/**
 * By the beginning of an event's type: the field it brings when it is not a delta, and where in the
 * item that belongs. A key that ends in `_index` stands for that field of the event.
 */
const places: Readonly<Record<string, readonly [field: string, ...path: string[]]>> = {
  'response.output_item': ['item'],
  'response.content_part': ['part', 'content', 'content_index'],
  'response.output_text': ['text', 'content', 'content_index', 'text'],
  'response.output_text.annotation': [
    'annotation',
    'content',
    'content_index',
    'annotations',
    'annotation_index',
  ],
  'response.refusal': ['refusal', 'content', 'content_index', 'refusal'],
  'response.reasoning_text': ['text', 'content', 'content_index', 'text'],
  'response.reasoning_summary_part': ['part', 'summary', 'summary_index'],
  'response.reasoning_summary_text': ['text', 'summary', 'summary_index', 'text'],
  'response.function_call_arguments': ['arguments', 'arguments'],
  'response.custom_tool_call_input': ['input', 'input'],
  'response.mcp_call_arguments': ['arguments', 'arguments'],
  'response.code_interpreter_call_code': ['code', 'code'],
  'response.shell_call_command': ['command', 'action', 'commands', 'command_index'],
  'response.apply_patch_call_operation_diff': ['diff', 'operation', 'diff'],
}

/** What adds a thing before anything can be told of it. */
const adders: Readonly<Record<string, string>> = {
  output_index: 'response.output_item.added',
  content_index: 'response.content_part.added',
  summary_index: 'response.reasoning_summary_part.added',
}

/**
 * The output that was streamed: items as they were when they were done, or else as they were added,
 * with what came after. What shell commands print is there once their item is done.
 *
 * @throws {TypeError} When an event tells of what was not added.
 */
export function foldOutput(events: Iterable<ResponseEvent>): ResponseOutputItem[] {
  const output: unknown[] = []

  for (const event of events) {
    const [, kind = '', verb] = /^(.+)\.(added|delta|done)$/.exec(event.type) ?? []
    const [field, ...path] = places[kind] ?? []
    if (!field) continue

    const names = ['output_index', ...path]
    const key = keyOf(names.pop() ?? '', event)
    const holder = names.reduce<object>((from, name) => reach(from, name, event), output)
    const joined = () => `${get(holder, key) ?? ''}${get(event, 'delta')}`
    Reflect.set(holder, key, verb === 'delta' ? joined() : structuredClone(get(event, field)))
  }
  // What was added to it are items.
  return output.filter(Boolean) as ResponseOutputItem[]
}

function reach(from: object, name: string, event: ResponseEvent): object {
  const key = keyOf(name, event)
  const value = get(from, key)
  if (typeof value === 'object' && value !== null) return value
  if (name in adders) {
    throw new TypeError(
      `Failed to fold ${event.type}: its ${name} is ${key}, where nothing is. Expected ${adders[name]} before it.`,
    )
  }
  const list: object = []
  Reflect.set(from, key, list)
  return list
}

function keyOf(name: string, event: ResponseEvent): string | number {
  return name.endsWith('_index') ? Number(get(event, name)) : name
}

function get(from: object, key: string | number): unknown {
  return Reflect.get(from, key)
}
