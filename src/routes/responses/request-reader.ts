import type { ResponseCreateParams } from 'openai/resources/responses/responses'
import { listAt, textAt, valueAt } from '../protocol/fields.js'
import { joinedText } from '../protocol/joined-text.js'
import type { ConversationMessage, RequestReader } from '../protocol/readers.js'

/** The types of input items without a role that are no messages of the assistant. */
const SYSTEM_ITEMS: readonly string[] = [
  'additional_tools',
  'compaction_trigger',
  'configuration_update',
  'mcp_approval_response',
]

/** Reads the requests for a response. The body may be of any shape. */
export const requestReader: RequestReader<ResponseCreateParams> = {
  conversation(body) {
    const input = valueAt(body, 'input')
    if (typeof input === 'string') return [{ role: 'user', text: input }]
    return listAt(body, 'input').map(messageOf)
  },

  tools: (body) => toolsIn(body),

  isContinued: (body) =>
    Boolean(valueAt(body, 'previous_response_id')) ||
    Boolean(valueAt(body, 'conversation')) ||
    (valueAt(body, 'input') ?? undefined) === undefined,
}

function messageOf(item: unknown): ConversationMessage {
  const role = valueAt(item, 'role')
  const type = textAt(item, 'type')
  const text = joinedText(valueAt(item, 'content'))
  if (role === 'user') return { role, text }
  if (type.endsWith('_call_output')) {
    return { role: 'tool', callId: callIdOf(item), text: joinedText(valueAt(item, 'output')) }
  }
  const isSystem = role === undefined ? SYSTEM_ITEMS.includes(type) : role !== 'assistant'
  return isSystem ? { role: 'system', text } : { role: 'assistant', text, ...callOf(item) }
}

/** Reads the call of a tool, where the item is one. */
function callOf(item: unknown) {
  const id = textAt(item, 'call_id')
  if (id === '') return {}
  const given = textAt(item, 'arguments') || textAt(item, 'input')
  return { toolCalls: [{ id, name: textAt(item, 'name'), arguments: given }] }
}

/** Finds the id of the call to which a result belongs. The result of a local shell has that id as its own. */
function callIdOf(item: unknown): string | undefined {
  return textAt(item, 'call_id') || textAt(item, 'id') || undefined
}

/** Lists the names of tools, also of those inside namespaces. */
function toolsIn(holder: unknown): string[] {
  return listAt(holder, 'tools').flatMap((tool) => {
    const names = [textAt(tool, 'name'), textAt(tool, 'server_label'), textAt(tool, 'type')]
    const name = names.find((each) => each !== '')
    return [...(name === undefined ? [] : [name]), ...toolsIn(tool)]
  })
}
