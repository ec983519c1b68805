import type { Run } from 'openai/resources/beta/threads/runs/runs'
import type { ConversationMessage } from '../../../routes/protocol/readers.js'
import type { ModelRequest } from '../model/model-request.js'
import { toModelTool } from '../model/model-tool.js'
import { formatOf } from '../model/response-format.js'

/** Makes the request to the model of a run. */
export function modelRequestOf(run: Run, messages: readonly ConversationMessage[]): ModelRequest {
  const instructions = run.instructions ? [{ role: 'system' as const, text: run.instructions }] : []
  return {
    model: run.model,
    messages: [...instructions, ...messages],
    tools: run.tools.flatMap(toModelTool),
    toolChoice: toolChoiceOf(run),
    format: formatOf(run.response_format),
    maxTokens: run.max_completion_tokens ?? undefined,
    stop: [],
  }
}

/** Reads the tool that the model has to call. No other tool than a function is called by the model. */
function toolChoiceOf({ tool_choice }: Run): ModelRequest['toolChoice'] {
  if (tool_choice === null) return 'auto'
  if (typeof tool_choice === 'string') return tool_choice
  return tool_choice.function ?? 'none'
}
