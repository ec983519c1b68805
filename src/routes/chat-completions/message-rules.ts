import type { z } from 'zod'
import { missing, type Refusal } from '../request/request-schema.js'
import type { requestMessage } from './request-message.js'

type Message = z.output<typeof requestMessage>

/** Some messages of a request. */
interface Conversation {
  readonly messages: readonly Message[]
}

/** Refuses a message without content. Some fields of the assistant's messages stand in for their content. */
export function contentIsGiven({ messages }: Conversation): Refusal | undefined {
  const index = messages.findIndex(lacksContent)
  const role = messages[index]?.role
  if (role === undefined) return undefined
  if (role === 'developer') return missing(`messages[${index}].content`)

  return {
    message: "Invalid value for 'content': expected a string, got null.",
    param: `messages.[${index}].content`,
    code: null,
  }
}

/** Refuses a result of a tool that belongs to no call before it, and a call without a result after it. */
export function callsAreAnswered({ messages }: Conversation): Refusal | undefined {
  let calls: ToolCalls | undefined
  for (const [index, message] of messages.entries()) {
    const refusal =
      message.role === 'tool' ? refuseResult(message, index, calls) : refuseOpen(index, calls)
    if (refusal) return refusal

    if (message.role === 'tool') calls?.open.delete(message.tool_call_id ?? '')
    else calls = callsIn(message)
  }
  return refuseOpen(undefined, calls)
}

/** The ids of the calls in one message of the assistant: all of them, and those without a result. */
interface ToolCalls {
  readonly called: ReadonlySet<string>
  readonly open: Set<string>
}

function callsIn({ role, tool_calls }: Message): ToolCalls | undefined {
  if (role !== 'assistant' || !tool_calls) return undefined
  const ids = tool_calls.map(({ id }) => id)
  return { called: new Set(ids), open: new Set(ids) }
}

function lacksContent(message: Message): boolean {
  if ((message.content ?? undefined) !== undefined) return false
  if (message.role !== 'assistant') return true
  const { tool_calls, function_call, refusal, audio } = message
  return !(tool_calls ?? function_call ?? refusal ?? audio)
}

function refuseResult(
  { tool_call_id: id }: Message,
  index: number,
  calls: ToolCalls | undefined,
): Refusal | undefined {
  const path = `messages.[${index}]`
  if (typeof id !== 'string') {
    const message =
      "Missing parameter 'tool_call_id': messages with role 'tool' must have a 'tool_call_id'."
    return { message, param: `${path}.tool_call_id`, code: null }
  }
  if (!calls) {
    const message =
      "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'."
    return { message, param: `${path}.role`, code: null }
  }
  if (calls.called.has(id)) return undefined

  const message = `Invalid parameter: 'tool_call_id' of '${id}' not found in 'tool_calls' of previous message.`
  return { message, param: `${path}.tool_call_id`, code: null }
}

/** @param index The index of the message before which the results are missing; undefined for the end. */
function refuseOpen(index: number | undefined, calls: ToolCalls | undefined): Refusal | undefined {
  if (!calls || calls.open.size === 0) return undefined
  return {
    message:
      "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. " +
      `The following tool_call_ids did not have response messages: ${[...calls.open].join(', ')}`,
    param: index === undefined ? 'messages' : `messages.[${index}].role`,
    code: null,
  }
}
