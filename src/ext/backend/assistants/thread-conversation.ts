import type { Message } from 'openai/resources/beta/threads/messages'
import type { RunStep } from 'openai/resources/beta/threads/runs/steps'
import { textAt } from '../../../routes/protocol/fields.js'
import type { ConversationMessage } from '../../../routes/protocol/readers.js'
import type { MemoryStore } from '../store/store.js'

/**
 * Lists all that was said in a thread, oldest first: the messages, and before each message of the
 * assistant the calls of functions, with their outputs, that led to the message.
 *
 * @param run The id of the run that goes on: its calls have led to no message yet.
 */
export function threadConversation(
  store: MemoryStore,
  thread: string,
  run: string,
): ConversationMessage[] {
  const calls = new Map(
    store.runs
      .of(thread)
      .list()
      .map(({ id }) => [id, callsOf(store.steps.of(id).list())] as const),
  )
  const said = store.messages
    .of(thread)
    .list()
    .flatMap((message) => [
      ...(calls.get(message.run_id ?? '')?.byMessage.get(message.id) ?? []),
      spokenIn(message),
    ])
  return [...said, ...(calls.get(run)?.last ?? [])]
}

/** Reads a message as a part of the conversation. */
function spokenIn({ role, content }: Message): ConversationMessage {
  return { role, text: content.map((part) => textAt(part, 'text', 'value')).join('') }
}

/** Reads the calls of functions in the steps of a run: by the message that they led to, and the last ones. */
function callsOf(steps: readonly RunStep[]) {
  const byMessage = new Map<string, ConversationMessage[]>()
  let last: ConversationMessage[] = []
  for (const { step_details: details } of steps) {
    if (details.type === 'tool_calls') {
      last.push(...spokenCalls(details.tool_calls))
    } else {
      byMessage.set(details.message_creation.message_id, last)
      last = []
    }
  }
  return { byMessage, last }
}

/** Reads calls of functions, and after them their outputs. */
function spokenCalls(
  calls: Extract<RunStep['step_details'], { type: 'tool_calls' }>['tool_calls'],
): ConversationMessage[] {
  const called = calls.filter((call) => call.type === 'function')
  if (called.length === 0) return []

  const toolCalls = called.map(({ id, function: call }) => {
    const { name, arguments: given } = call
    return { id, name, arguments: given }
  })
  const outputs = called.flatMap(({ id, function: { output } }) =>
    output === null ? [] : [{ role: 'tool' as const, callId: id, text: output }],
  )
  return [{ role: 'assistant', toolCalls }, ...outputs]
}
