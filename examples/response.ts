import type {
  ResponseOutputMessage,
  ResponseOutputText,
} from 'openai/resources/responses/responses'
import type { WireResponse } from 'msw-openai'

/** A whole response. */
export function response(
  status: 'in_progress' | 'completed',
  output: WireResponse['output'] = [],
): WireResponse {
  return {
    id: 'resp_1',
    object: 'response',
    created_at: 1700000000,
    status,
    model: 'gpt-5',
    output,
    error: null,
    incomplete_details: null,
    instructions: null,
    metadata: {},
    parallel_tool_calls: true,
    temperature: 1,
    tool_choice: 'auto',
    tools: [],
    top_p: 1,
    usage: status === 'completed' ? usage : null,
  }
}

const usage = {
  input_tokens: 8,
  input_tokens_details: { cache_write_tokens: 0, cached_tokens: 0 },
  output_tokens: 2,
  output_tokens_details: { reasoning_tokens: 0 },
  total_tokens: 10,
}

/** A message in its output. */
export function message(...content: ResponseOutputText[]): ResponseOutputMessage {
  const status = content.length > 0 ? 'completed' : 'in_progress'
  return { id: 'msg_1', type: 'message', role: 'assistant', status, content }
}

/** A text in that message. */
export function text(value: string): ResponseOutputText {
  return { type: 'output_text', text: value, annotations: [], logprobs: [] }
}
