import type { Completion } from 'openai/resources/completions'
import type { ReplyFields } from '../answers/reply.js'
import type { CallRequest } from '../endpoint.js'
import type { Partially } from '../protocol/defaults.js'
import { promptsOf, type CompletionBody } from './prompts.js'
import { TEXT_USAGE } from './text-chunks.js'

/** The most choices that the API gives for one prompt. */
const MAX_CHOICES = 128

/**
 * Makes a completion of a reply, with `n` choices for each prompt of the request. The text of a
 * choice begins with its prompt where the request asks for an echo. A refusal is an ordinary text
 * here, and reasoning is omitted.
 *
 * @throws {TypeError} When the reply calls tools: a legacy completion calls none.
 */
export function fromReply(
  { text = '', refusal = '', toolCalls = [], usage, finish = 'stop' }: ReplyFields,
  { body }: Partial<CallRequest<CompletionBody>> = {},
): Partially<Completion> {
  if (toolCalls.length > 0 || finish === 'tool_calls') {
    throw new TypeError(
      '"completions.create" calls no tools: give it a reply() with a text, or a route of another endpoint.',
    )
  }
  const texts = promptsOf(body).map((prompt) => `${body?.echo ? prompt : ''}${text}${refusal}`)
  const choices = texts.flatMap((each) =>
    Array.from({ length: choicesOf(body?.n) }, () => ({ text: each, finish_reason: finish })),
  )
  const { input, output } = usage ?? {}
  const tokens = {
    prompt_tokens: input ?? TEXT_USAGE.prompt_tokens,
    completion_tokens: output ?? TEXT_USAGE.completion_tokens,
  }
  return { choices, ...(usage && { usage: tokens }) }
}

function choicesOf(n: unknown): number {
  return typeof n === 'number' && Number.isInteger(n) && n > 0 ? Math.min(n, MAX_CHOICES) : 1
}
