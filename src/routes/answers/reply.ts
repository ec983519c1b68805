import { isObject, answerKind, type OfKind } from './answer-kind.js'

/** A call of a tool, in no endpoint's own words. */
export interface ReplyToolCall {
  readonly name: string
  /** An object is sent as its JSON, a string as it is; `{}` unless given. */
  readonly arguments?: string | object | undefined
  /** `call_1`, `call_2` and so on unless given. */
  readonly id?: string | undefined
}

/** The parts of a {@link reply}. */
export interface ReplyFields {
  /** The assistant's text. */
  readonly text?: string | undefined
  /** The model's reasoning. Assistants runs never show one, so there it is left out. */
  readonly reasoning?: string | undefined
  /** The tools that the model calls, in order. A run then requires action. */
  readonly toolCalls?: readonly ReplyToolCall[] | undefined
  /** The text in which the model refuses. */
  readonly refusal?: string | undefined
  /** The number of tokens of the request and of the answer; the defaults of the endpoint unless given. */
  readonly usage?: { readonly input?: number; readonly output?: number } | undefined
  /** The reason why the model stopped: `tool_calls` where it calls tools, `stop` elsewhere, unless given. */
  readonly finish?: 'stop' | 'length' | 'tool_calls' | 'content_filter' | undefined
}

/** An answer in no endpoint's own words, made by {@link reply}. */
export interface Reply extends ReplyFields, OfKind<'reply'> {}

const FIELDS = ['text', 'reasoning', 'toolCalls', 'refusal', 'usage', 'finish']
const FINISHES: readonly unknown[] = ['stop', 'length', 'tool_calls', 'content_filter', undefined]

/**
 * Answers in no endpoint's own words: each endpoint at which a model speaks makes its own resource,
 * and its own events, of the reply. A string as an answer is short for `reply({ text })`.
 *
 * @throws {TypeError} When a field is unknown, or is not what it should be.
 *
 * @example
 * responses.create(reply({ toolCalls: [{ name: 'get_weather', arguments: { city: 'Paris' } }] }))
 */
export function reply(fields: ReplyFields): Reply {
  const problem = problemWith(fields)
  if (problem) throw new TypeError(`Failed to create reply(): ${problem}.`)
  return { [answerKind]: 'reply', ...fields }
}

function problemWith(fields: ReplyFields): string | undefined {
  if (!isObject(fields)) return `expected { ${FIELDS.join(', ')} }`
  const unknown = Object.keys(fields).find((name) => !FIELDS.includes(name))
  if (unknown !== undefined) return `unknown field "${unknown}". Expected { ${FIELDS.join(', ')} }`

  const { toolCalls = [], usage = {}, finish, ...texts } = fields
  const wrong = Object.entries(texts).find(
    ([, text]) => text !== undefined && typeof text !== 'string',
  )
  if (wrong) return `${wrong[0]} is no string`
  if (!Array.isArray(toolCalls) || !toolCalls.every(isToolCall)) {
    return 'toolCalls is no array of { name, arguments, id }'
  }
  if (!isUsage(usage)) return 'usage is no object of { input, output }, which are numbers of tokens'
  if (!FINISHES.includes(finish)) return `finish is none of ${FINISHES.slice(0, -1).join(', ')}`
  return undefined
}

function isToolCall(call: unknown): boolean {
  if (!isObject(call)) return false
  const { name, arguments: given, id, ...more }: Record<string, unknown> = { ...call }
  const isGiven = given === undefined || typeof given === 'string'
  const isNamed = typeof name === 'string' && (id === undefined || typeof id === 'string')
  return isNamed && (isGiven || isObject(given)) && Object.keys(more).length === 0
}

function isUsage(usage: unknown): boolean {
  if (!isObject(usage)) return false
  return Object.entries(usage).every(
    ([name, count]) =>
      (name === 'input' || name === 'output') &&
      (count === undefined || (Number.isInteger(count) && count >= 0)),
  )
}
