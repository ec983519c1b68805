import { listAt, textAt, valueAt } from '../protocol/fields.js'
import { joinedText } from '../protocol/joined-text.js'
import type { ConversationMessage, RequestReader } from '../protocol/readers.js'

/** Reads requests that create a run. The new messages of the thread are the `additional_messages`. */
export const runRequest = readerOf((body) => listAt(body, 'additional_messages').map(toMessage))

/** Reads requests that create a thread and its run. */
export const threadAndRunRequest = readerOf((body) =>
  listAt(body, 'thread', 'messages').map(toMessage),
)

/** Reads requests that submit the outputs of tools. */
export const toolOutputsRequest = readerOf((body) =>
  listAt(body, 'tool_outputs').map((output) => ({
    role: 'tool' as const,
    callId: textAt(output, 'tool_call_id') || undefined,
    text: textAt(output, 'output'),
  })),
)

/** Makes a request reader. The server keeps the conversation of every run in a thread. */
function readerOf(conversation: RequestReader['conversation']): RequestReader {
  return {
    conversation,
    tools: (body) => listAt(body, 'tools').map(nameOf).filter(Boolean),
    isContinued: () => true,
  }
}

function nameOf(tool: unknown): string {
  return textAt(tool, 'function', 'name') || textAt(tool, 'name') || textAt(tool, 'type')
}

function toMessage(message: unknown): ConversationMessage {
  const role = valueAt(message, 'role')
  const text = joinedText(valueAt(message, 'content'))
  if (role === 'user') return { role, text }
  return { role: role === 'assistant' || role === undefined ? 'assistant' : 'system', text }
}
