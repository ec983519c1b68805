import type { ChatCompletionCreateParams } from 'openai/resources/chat/completions'
import { listAt, textAt, valueAt } from '../protocol/fields.js'
import type { ConversationMessage, RequestReader } from '../protocol/readers.js'

/** Reads the requests for chat completions. The body may be of any shape. */
export const requestReader: RequestReader<ChatCompletionCreateParams> = {
  conversation: (body) => listAt(body, 'messages').map(readMessage),

  // `functions` is the older name of `tools`.
  tools: (body) => [...listAt(body, 'tools'), ...listAt(body, 'functions')].flatMap(readTool),
}

function readMessage(message: unknown): ConversationMessage {
  switch (valueAt(message, 'role')) {
    case 'user':
      return { role: 'user', text: readText(valueAt(message, 'content')) }
    case 'tool':
    case 'function':
      return { role: 'tool', callId: readCallId(message) }
    case 'assistant':
      return { role: 'assistant' }
    default:
      return { role: 'system' }
  }
}

/** Reads the text of a message, with the text parts of a list joined. */
function readText(content: unknown): string {
  if (typeof content === 'string') return content
  return listAt(content)
    .map((part) => textAt(part, 'text'))
    .join('')
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
