import type { ReplyFields } from '../../../routes/answers/reply.js'
import { numbersOf } from '../../../routes/protocol/numbers-of.js'
import { quoteOf } from '../retrieval/file-citations.js'
import { chosenCall } from './chosen-call.js'
import { loadCounter } from './count-tokens.js'
import { cutAtStop, cutAtTokens } from './cut-answer.js'
import { jsonFor } from './json/json-for.js'
import type { ModelRequest } from './model-request.js'
import { promptOf } from './prompt-of.js'
import { spokenAnswer } from './spoken-answer.js'

/** The number of variants of a spoken answer. */
const VARIANTS = 4096

/** Options of {@link defaultReply}. */
export interface DefaultReplyOptions {
  /** The seed of the backend. */
  readonly seed: number
  /** The number of the choice, from 0 on, where a request asks for several; 0 unless given. */
  readonly index?: number | undefined
}

/**
 * Answers in the place of a model: with the call of a tool, with JSON in the format of the request,
 * with a quote of the file that was found, or with a short text about the words of the user. The answer is always the same for the same
 * conversation, seeds and choice. A call of a tool has no id: the endpoint numbers its calls.
 *
 * @throws {UnfitSchemaError} When no JSON is valid under the schema of the format, or of the tools.
 */
export async function defaultReply(
  request: ModelRequest,
  { seed, index = 0 }: DefaultReplyOptions,
): Promise<ReplyFields> {
  const said = request.messages.map(({ role, text }) => [role, text])
  const key = JSON.stringify([said, request.seed, seed])
  const random = numbersOf(`${key} ${index}`)
  const variant = (Math.floor(numbersOf(key)() * VARIANTS) + index) % VARIANTS
  const count = await loadCounter()
  const { maxTokens = Infinity, stop, toolChoice } = request
  const input = count(promptOf(request))

  const call = chosenCall(request, random)
  const whole = call?.arguments ?? cutAtStop(textFor(request, random, variant), stop)
  const text = cutAtTokens(whole, maxTokens, count)
  // OpenAI says `stop` after the call of a function that the request names.
  const end = call && typeof toolChoice === 'string' ? 'tool_calls' : 'stop'
  return {
    ...(call ? { toolCalls: [{ name: call.name, arguments: text }] } : { text }),
    usage: { input, output: count(text) },
    finish: text.length < whole.length ? 'length' : end,
  }
}

/** Writes a text in the format of the request. */
function textFor(
  { messages, format, fileSearch }: ModelRequest,
  random: () => number,
  variant: number,
): string {
  if (format.type === 'json_schema') return JSON.stringify(jsonFor(format.schema, random))
  const answer = spokenAnswer(messages, variant, quoteOf(fileSearch?.results ?? []))
  return format.type === 'json_object' ? JSON.stringify({ answer }) : answer
}
