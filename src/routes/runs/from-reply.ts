import type { MessageContent } from 'openai/resources/beta/threads/messages'
import type { ReplyFields, ReplyToolCall } from '../answers/reply.js'
import { argumentsText } from '../protocol/arguments-text.js'
import type { Partially } from '../protocol/defaults.js'
import type { UsageFields } from './objects.js'
import type { RunResource } from './unfold.js'

type GivenRun = Partially<RunResource>

/**
 * Makes a run of a reply: a message of the text and the refusal, and the calls that the run
 * requires. A run that was cut off requires no action: its calls are in a step.
 */
export function fromReply({ text, refusal, toolCalls = [], usage, finish }: ReplyFields): GivenRun {
  const content = contentOf(text, refusal)
  const calls = toolCalls.map(toCall)
  const cut = finish === 'length' || finish === 'content_filter' ? CUTS[finish] : undefined
  const messages = content.length > 0 ? [{ content, ...cut?.message }] : []

  if (cut) return { ...cut.run, messages, steps: stepsOf(messages, calls), usage: tokens(usage) }
  if (calls.length === 0) return { messages, usage: tokens(usage) }
  // A run that requires action has no usage before its end.
  return { messages, required_action: { submit_tool_outputs: { tool_calls: calls } } }
}

/** The ends of a run that was cut off, and of its message. */
const CUTS = {
  length: {
    run: { status: 'incomplete', incomplete_details: { reason: 'max_completion_tokens' } },
    message: { status: 'incomplete', incomplete_details: { reason: 'max_tokens' } },
  },
  content_filter: {
    // The SDK's type has no such reason for a run.
    run: { status: 'incomplete', incomplete_details: null },
    message: { status: 'incomplete', incomplete_details: { reason: 'content_filter' } },
  },
} as const

function contentOf(text?: string, refusal?: string): Array<Partially<MessageContent>> {
  return [
    ...(text === undefined ? [] : [{ type: 'text' as const, text: { value: text } }]),
    ...(refusal === undefined ? [] : [{ type: 'refusal' as const, refusal }]),
  ]
}

function toCall({ name, arguments: given = {}, id }: ReplyToolCall) {
  return { id, type: 'function' as const, function: { name, arguments: argumentsText(given) } }
}

/** Makes the steps of a run that was cut off in its calls; undefined for a run without calls. */
function stepsOf(
  messages: readonly object[],
  tool_calls: ReadonlyArray<ReturnType<typeof toCall>>,
): GivenRun['steps'] {
  if (tool_calls.length === 0) return undefined
  const creations = messages.map(() => ({ step_details: { type: 'message_creation' as const } }))
  return [...creations, { step_details: { type: 'tool_calls' as const, tool_calls } }]
}

function tokens({ input, output }: NonNullable<ReplyFields['usage']> = {}):
  | UsageFields
  | undefined {
  if (input === undefined && output === undefined) return undefined
  return { prompt_tokens: input, completion_tokens: output }
}
