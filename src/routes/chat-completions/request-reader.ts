import type { ChatCompletionCreateParams } from 'openai/resources/chat/completions'
import { listAt, textAt, valueAt } from '../protocol/fields.js'
import { joinedText } from '../protocol/joined-text.js'
import type { ConversationMessage, RequestReader } from '../protocol/readers.js'

/** Reads the requests for chat completions. The body may be of any shape. */
export const requestReader: RequestReader<ChatCompletionCreateParams> = {
  conversation: (body) => listAt(body, 'messages').map(readMessage),

  // `functions` is the older name of `tools`.
  tools: (body) => [...listAt(body, 'tools'), ...listAt(body, 'functions')].flatMap(readTool),
}

function readMessage(message: unknown): ConversationMessage {
  const text = joinedText(valueAt(message, 'content'))
  switch (valueAt(message, 'role')) {
    case 'user':
      return { role: 'user', text }
    case 'tool':
    case 'function':
      return { role: 'tool', callId: readCallId(message), text }
    case 'assistant':
      return { role: 'assistant', text, ...readCalls(message) }
    default:
      return { role: 'system', text }
  }
}

/** Reads the calls of a message of the assistant, where it has any. The id of a legacy call is its name. */
function readCalls(message: unknown) {
  const legacy = textAt(message, 'function_call', 'name')
  const toolCalls = listAt(message, 'tool_calls').map((call) => ({
    id: textAt(call, 'id'),
    name: readTool(call)[0] ?? '',
    arguments: textAt(call, 'function', 'arguments') || textAt(call, 'custom', 'input'),
  }))
  if (legacy !== '') {
    const given = textAt(message, 'function_call', 'arguments')
    toolCalls.push({ id: legacy, name: legacy, arguments: given })
  }
  return toolCalls.length > 0 ? { toolCalls } : {}
}

/** Reads the id of the call to which a result belongs. The result of a legacy function has a name instead. */
function readCallId(message: unknown): string | undefined {
  const id = valueAt(message, 'tool_call_id') ?? valueAt(message, 'name')
  return typeof id === 'string' ? id : undefined
}

/** Reads the name of a function or a custom tool, and the type of any other tool. */
function readTool(tool: unknown): string[] {
  const called = valueAt(tool, 'function') ?? valueAt(tool, 'custom') ?? tool
  const name = valueAt(called, 'name') ?? valueAt(tool, 'type')
  return typeof name === 'string' ? [name] : []
}
