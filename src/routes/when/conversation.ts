/** What was said in a conversation, and by whom. */
export type Said =
  | { readonly by: 'user'; readonly text: string }
  | { readonly by: 'tool'; readonly callId: unknown }
  | { readonly by: 'assistant' }
  | { readonly by: 'system' }

type Fields = Readonly<Record<string, unknown>>

/** Items of a response's input that say nothing, and have no role. */
const SILENT = new Set<unknown>([
  'additional_tools',
  'compaction_trigger',
  'configuration_update',
  'mcp_approval_response',
])

/**
 * The conversation in the body of a request: `messages`, `input`, or what an assistant is told.
 * Where the server keeps the conversation, it is the news alone.
 */
export function conversationOf(body: unknown): readonly Said[] {
  const { messages, input, additional_messages, thread, tool_outputs } = fieldsOf(body)
  if (typeof input === 'string') return [{ by: 'user', text: input }]

  const told = [messages, input, additional_messages, fieldsOf(thread)['messages'], tool_outputs]
  return told.flatMap((items: unknown) => (Array.isArray(items) ? items.map(saidIn) : []))
}

/** The fields of what may be an object. */
export function fieldsOf(value: unknown): Fields {
  return { ...Object(value) }
}

function saidIn(item: unknown): Said {
  const fields = fieldsOf(item)
  const { role, type } = fields
  if (role === 'user') return { by: 'user', text: textOf(fields['content']) }
  if (isToolResult(fields)) return { by: 'tool', callId: callIdOf(fields) }
  if (role === undefined ? SILENT.has(type) : role !== 'assistant') return { by: 'system' }
  return { by: 'assistant' }
}

function isToolResult({ role, type, tool_call_id }: Fields): boolean {
  return (
    role === 'tool' ||
    role === 'function' ||
    tool_call_id !== undefined ||
    String(type).endsWith('_call_output')
  )
}

function callIdOf({ call_id, tool_call_id, id, name }: Fields): unknown {
  return call_id ?? tool_call_id ?? id ?? name
}

/** The text of a message, whose parts of text are joined. */
function textOf(content: unknown): string {
  if (!Array.isArray(content)) return typeof content === 'string' ? content : ''
  return content
    .map((part: unknown) => fieldsOf(part)['text'])
    .filter((text) => typeof text === 'string')
    .join('')
}
