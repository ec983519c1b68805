import type { ReplyFields, ReplyToolCall } from '../answers/reply.js'
import { argumentsText } from '../protocol/arguments-text.js'
import type { Partially } from '../protocol/defaults.js'
import type { WireResponse } from './response-event-schema.js'

type Item = NonNullable<Partially<WireResponse>['output']>[number]
type Ending = Pick<Partially<WireResponse>, 'status' | 'incomplete_details'>

/** The fields at the end of a response, by the `finish` of a reply. */
const ENDINGS = {
  stop: { status: 'completed' },
  tool_calls: { status: 'completed' },
  length: { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } },
  content_filter: { status: 'incomplete', incomplete_details: { reason: 'content_filter' } },
} as const satisfies Record<string, Ending>

/** Makes a response of a reply: the reasoning first, then one message, then the tool calls. */
export function fromReply({
  text,
  reasoning,
  refusal,
  toolCalls = [],
  usage,
  finish,
}: ReplyFields): Partially<WireResponse> {
  return {
    output: [
      ...reasoningOf(reasoning),
      ...messageOf(text, refusal),
      ...toolCalls.map(functionCallOf),
    ],
    ...(usage && { usage: { input_tokens: usage.input, output_tokens: usage.output } }),
    ...(finish && ENDINGS[finish]),
  }
}

function reasoningOf(reasoning: string | undefined): Item[] {
  if (reasoning === undefined) return []
  const summary = reasoning === '' ? [] : [{ type: 'summary_text' as const, text: reasoning }]
  return [{ type: 'reasoning', summary }]
}

function messageOf(text: string | undefined, refusal: string | undefined): Item[] {
  const content = [
    ...(text === undefined ? [] : [{ type: 'output_text' as const, text }]),
    ...(refusal === undefined ? [] : [{ type: 'refusal' as const, refusal }]),
  ]
  return content.length > 0 ? [{ type: 'message', content }] : []
}

function functionCallOf({ name, arguments: args = '{}', id }: ReplyToolCall): Item {
  return { type: 'function_call', name, arguments: argumentsText(args), call_id: id }
}
