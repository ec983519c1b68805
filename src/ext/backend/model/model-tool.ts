import { textAt, valueAt } from '../../../routes/protocol/fields.js'
import type { ModelTool } from './model-request.js'

/** Reads a function or a custom tool; an empty list for a tool of another type. */
export function toModelTool(tool: unknown): ModelTool[] {
  const name = toolName(tool)
  if (name === '') return []
  const isCustom = valueAt(tool, 'custom') !== undefined
  // A function of `functions` has no object around.
  const { parameters } = Object(valueAt(tool, 'function') ?? tool)
  return [isCustom ? { name, parameters: undefined, isCustom } : { name, parameters }]
}

/** Gives the name of a tool, or of a choice of a tool; an empty text for one without a name. */
export function toolName(tool: unknown): string {
  return textAt(tool, 'function', 'name') || textAt(tool, 'custom', 'name') || textAt(tool, 'name')
}
