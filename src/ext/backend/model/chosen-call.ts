import { keywordsOf } from './json/keywords.js'
import { jsonFor, UnfitSchemaError } from './json/json-for.js'
import type { ModelRequest, ModelTool } from './model-request.js'
import { lastWords } from './spoken-answer.js'

/** The call of a tool, with its arguments as text. */
export interface ChosenCall {
  readonly name: string
  readonly arguments: string
}

/**
 * Chooses the tool that the model calls: the named one, or else the first function with arguments
 * that are valid under its schema, or else the first custom tool. Undefined where the model calls
 * none: it may not, there is none, or the choice is its own and the conversation ends with the result
 * of a tool.
 *
 * @throws {UnfitSchemaError} When no tool fits because of its schema.
 */
export function chosenCall(
  { tools, toolChoice, messages }: ModelRequest,
  random: () => number,
): ChosenCall | undefined {
  if (toolChoice === 'none') return undefined
  if (toolChoice === 'auto' && messages.at(-1)?.role === 'tool') return undefined

  const allowed =
    typeof toolChoice === 'string'
      ? tools.toSorted((one, other) => Number(one.isCustom ?? 0) - Number(other.isCustom ?? 0))
      : tools.filter(({ name }) => name === toolChoice.name)
  const said = lastWords(messages)
  return firstFitting(allowed, (tool) => argumentsFor(tool, said, random))
}

/** Calls the first tool that has arguments. */
function firstFitting(
  tools: readonly ModelTool[],
  write: (tool: ModelTool) => string,
): ChosenCall | undefined {
  let problem: UnfitSchemaError | undefined
  for (const tool of tools) {
    try {
      return { name: tool.name, arguments: write(tool) }
    } catch (error) {
      if (!(error instanceof UnfitSchemaError)) throw error
      problem ??= error
    }
  }
  if (problem) throw problem
  return undefined
}

/** Writes arguments: JSON for a function, and the words of the user for a custom tool. */
function argumentsFor(
  { parameters, isCustom }: ModelTool,
  said: string,
  random: () => number,
): string {
  if (isCustom) return said
  return JSON.stringify(jsonFor({ type: 'object', ...keywordsOf(parameters) }, random))
}
