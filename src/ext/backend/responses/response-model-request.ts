import type { ResponseInput } from 'openai/resources/responses/responses'
import { listAt, textAt, valueAt } from '../../../routes/protocol/fields.js'
import type { ConversationMessage } from '../../../routes/protocol/readers.js'
import { requestReader } from '../../../routes/responses/request-reader.js'
import type { ModelRequest, ModelTool } from '../model/model-request.js'

/**
 * Makes the request to the model of the body of a request for a response.
 *
 * @param items Everything that was said so far, with the input of the request.
 */
export function modelRequestOf(body: unknown, items: readonly object[]): ModelRequest {
  const choice = valueAt(body, 'tool_choice')
  const most = valueAt(body, 'max_output_tokens')
  return {
    model: textAt(body, 'model'),
    messages: [
      ...instructionsOf(body),
      // Items of an output and of a conversation can be those of an input.
      ...requestReader.conversation({ input: items as ResponseInput }),
    ],
    tools: toolsOf(body).filter(({ name }) => isAllowed(name, choice)),
    toolChoice: toolChoiceOf(choice),
    format: formatOf(valueAt(body, 'text', 'format')),
    ...(typeof most === 'number' && { maxTokens: most }),
    stop: [],
  }
}

function instructionsOf(body: unknown): ConversationMessage[] {
  const text = textAt(body, 'instructions')
  return text === '' ? [] : [{ role: 'system', text }]
}

/** Lists the names of the custom tools of a request. */
export function customToolsOf({ tools }: ModelRequest): readonly string[] {
  return tools.filter(({ isCustom }) => isCustom).map(({ name }) => name)
}

/** Lists the functions and the custom tools, also those inside namespaces. */
function toolsOf(holder: unknown): ModelTool[] {
  return listAt(holder, 'tools').flatMap((tool) => {
    const name = textAt(tool, 'name')
    switch (valueAt(tool, 'type')) {
      case 'function':
        return [{ name, parameters: valueAt(tool, 'parameters') ?? undefined }]
      case 'custom':
        return [{ name, parameters: undefined, isCustom: true }]
      default:
        return toolsOf(tool)
    }
  })
}

/** Returns false for a tool that is not on the list of allowed tools, where there is one. */
function isAllowed(tool: string, choice: unknown): boolean {
  if (valueAt(choice, 'type') !== 'allowed_tools') return true
  return listAt(choice, 'tools').some((allowed) => valueAt(allowed, 'name') === tool)
}

/** Reads the tool that the model has to call. OpenAI runs every tool but functions and custom tools. */
function toolChoiceOf(choice: unknown): ModelRequest['toolChoice'] {
  const type = textAt(choice, 'type')
  if (type === 'function' || type === 'custom') return { name: textAt(choice, 'name') }
  if (type !== '' && type !== 'allowed_tools') return 'none'
  const mode = type === '' ? choice : valueAt(choice, 'mode')
  return mode === 'none' || mode === 'required' ? mode : 'auto'
}

function formatOf(format: unknown): ModelRequest['format'] {
  const type = valueAt(format, 'type')
  if (type === 'json_schema') return { type, schema: valueAt(format, 'schema') }
  return type === 'json_object' ? { type } : { type: 'text' }
}
