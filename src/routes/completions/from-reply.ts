import type { Completion, CompletionChoice } from 'openai/resources/completions'
import type { ReplyFields } from '../answers/reply.js'
import type { CallRequest } from '../endpoint.js'
import { choiceCount } from '../protocol/choice-count.js'
import type { Partially } from '../protocol/defaults.js'
import { promptsOf, type CompletionBody } from './prompts.js'
import { TEXT_USAGE } from './text-chunks.js'

/**
 * Makes a completion of a reply, with `n` choices for each prompt of the request. The text of a
 * choice begins with its prompt where the request asks for an echo. A refusal is an ordinary text
 * here, and reasoning is omitted.
 *
 * @throws {TypeError} When the reply calls tools: a legacy completion calls none.
 */
export function fromReply(
  reply: ReplyFields,
  { body }: Partial<CallRequest<CompletionBody>> = {},
): Partially<Completion> {
  const choices = promptsOf(body).flatMap((prompt) =>
    Array.from({ length: choiceCount(body?.n) }, () => replyToTextChoice(reply, prompt, body)),
  )
  const { usage } = reply
  const { input, output } = usage ?? {}
  const tokens = {
    prompt_tokens: input ?? TEXT_USAGE.prompt_tokens,
    completion_tokens: output ?? TEXT_USAGE.completion_tokens,
  }
  return { choices, ...(usage && { usage: tokens }) }
}

/**
 * Makes one choice of a reply.
 *
 * @throws {TypeError} When the reply calls tools: a legacy completion calls none.
 */
export function replyToTextChoice(
  { text = '', refusal = '', toolCalls = [], finish = 'stop' }: ReplyFields,
  prompt: string,
  body?: CompletionBody,
): Partially<CompletionChoice> {
  if (toolCalls.length > 0 || finish === 'tool_calls') {
    throw new TypeError(
      '"completions.create" calls no tools: give it a reply() with a text, or a route of another endpoint.',
    )
  }
  return { text: `${body?.echo ? prompt : ''}${text}${refusal}`, finish_reason: finish }
}
