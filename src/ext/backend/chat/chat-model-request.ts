import type { ChatCompletionCreateParams } from 'openai/resources/chat/completions'
import { requestReader } from '../../../routes/chat-completions/request-reader.js'
import { listAt, valueAt } from '../../../routes/protocol/fields.js'
import type { ModelRequest, ModelTool } from '../model/model-request.js'
import { toModelTool, toolName } from '../model/model-tool.js'
import { formatOf } from '../model/response-format.js'

/** Reads a request for a chat completion in the words of no endpoint. */
export function chatModelRequest(body: ChatCompletionCreateParams): ModelRequest {
  const { max_completion_tokens, max_tokens, seed, stop } = body
  return {
    model: body.model,
    messages: requestReader.conversation(body),
    tools: allowedTools(body),
    toolChoice: toolChoiceOf(body),
    format: formatOf(body.response_format),
    maxTokens: max_completion_tokens ?? max_tokens ?? undefined,
    stop: [stop ?? []].flat(),
    seed: seed ?? undefined,
  }
}

/** Lists the tools that the model may call: those that the choice allows, where it names several. */
function allowedTools(body: ChatCompletionCreateParams): ModelTool[] {
  const tools = [...listAt(body, 'tools'), ...listAt(body, 'functions')].flatMap(toModelTool)
  const allowed = valueAt(body, 'tool_choice', 'allowed_tools')
  if (allowed === undefined) return tools
  const names = listAt(allowed, 'tools').map(toolName)
  return tools.filter(({ name }) => names.includes(name))
}

/** Reads the choice of a tool, in each of its forms. The older `function_call` is the name or the mode alone. */
function toolChoiceOf(body: ChatCompletionCreateParams): ModelRequest['toolChoice'] {
  const choice = valueAt(body, 'tool_choice') ?? valueAt(body, 'function_call')
  const mode = valueAt(choice, 'allowed_tools', 'mode') ?? choice
  if (mode === 'none' || mode === 'required') return mode
  const name = toolName(choice)
  return name === '' ? 'auto' : { name }
}
