import type { Completion, CompletionChoice } from 'openai/resources/completions'
import type { CallRequest } from '../endpoint.js'
import { assertShape } from '../protocol/assert-shape.js'
import { defined, type Partially } from '../protocol/defaults.js'
import { fromReply } from './from-reply.js'
import { TEXT_DEFAULTS, TEXT_USAGE } from './text-chunks.js'
import { partialTextCompletion } from './text-completion-schema.js'
import type { CompletionBody } from './prompts.js'

/**
 * Makes a whole legacy completion of a text, or of a completion that lacks fields with a default.
 *
 * @param request The request: its `body` gives the model, and the number of choices of a text; its
 * `number` gives the default id.
 * @throws {TypeError} When a field of the completion is of a wrong type.
 *
 * @example
 * completeCompletion('Hello', { body: { model: 'gpt-3.5-turbo-instruct', prompt: 'Say hello' } })
 */
export function completeCompletion(
  given: string | Partially<Completion>,
  request: Partial<CallRequest<CompletionBody>> = {},
): Completion {
  const partial = typeof given === 'string' ? fromReply({ text: given }, request) : given
  assertShape(partialTextCompletion, partial, 'complete a completion')
  const { id, object, created, model, choices = [{}], usage, ...rest } = defined(partial)
  const { body, number = 1 } = request
  // The author gives the fields without a default.
  return {
    id: id ?? `cmpl-${number}`,
    object: object ?? TEXT_DEFAULTS.object,
    created: created ?? TEXT_DEFAULTS.created,
    model: model ?? body?.model ?? TEXT_DEFAULTS.model,
    choices: choices.map(completeChoice),
    usage: completeUsage(usage),
    ...rest,
  } as Completion
}

function completeChoice(given: Partially<CompletionChoice>, position: number): object {
  return {
    text: '',
    index: position,
    logprobs: null,
    finish_reason: 'stop',
    ...defined(given),
  }
}

function completeUsage(usage: Partially<Completion['usage']>): object {
  if (!usage) return TEXT_USAGE
  const { prompt_tokens = 0, completion_tokens = 0 } = usage
  const total_tokens = prompt_tokens + completion_tokens
  return { prompt_tokens, completion_tokens, total_tokens, ...defined(usage) }
}
