import type { ReplyFields } from '../../routes/answers/reply.js'
import { defined } from '../../routes/protocol/defaults.js'
import { listAt, textAt, valueAt } from '../../routes/protocol/fields.js'

const FINISHES = ['stop', 'length', 'tool_calls', 'content_filter'] as const

/** Makes the fields of a reply of a chat completion, which may lack fields: those of its first choice. */
export function replyOfCompletion(completion: object): ReplyFields {
  const [choice] = listAt(completion, 'choices')
  const message = valueAt(choice, 'message')
  const toolCalls = listAt(message, 'tool_calls').map((call) => ({
    name: textAt(call, 'function', 'name') || textAt(call, 'custom', 'name'),
    arguments: textAt(call, 'function', 'arguments') || textAt(call, 'custom', 'input'),
    ...defined({ id: textAt(call, 'id') || undefined }),
  }))
  const usage = defined({
    input: numberAt(completion, 'prompt_tokens'),
    output: numberAt(completion, 'completion_tokens'),
  })
  return defined({
    text: textAt(message, 'content') || undefined,
    refusal: textAt(message, 'refusal') || undefined,
    toolCalls: toolCalls.length > 0 ? toolCalls : undefined,
    usage: Object.keys(usage).length > 0 ? usage : undefined,
    finish: FINISHES.find((finish) => finish === valueAt(choice, 'finish_reason')),
  })
}

function numberAt(completion: object, name: string): number | undefined {
  const count = valueAt(completion, 'usage', name)
  return typeof count === 'number' ? count : undefined
}
