import { unknownIn } from '../../streaming/internal.js'
import { isRegExp } from '../protocol/asymmetric.js'
import type { SimpleBy } from '../protocol/cut-text.js'
import { isObject, answerKind, type OfKind } from './answer-kind.js'

/** A tool call of a {@link reply}. */
export interface ReplyToolCall {
  /** The name of the function. */
  readonly name: string
  /** The arguments: an object, which is sent as JSON, or the text itself; `{}` unless given. */
  readonly arguments?: string | object | undefined
  /** The id of the call; `call_1`, `call_2` and so on unless given. */
  readonly id?: string | undefined
}

/** Fields of a {@link reply}. */
export interface ReplyFields {
  /** The assistant's text. */
  readonly text?: string | undefined
  /** The model's reasoning. Runs of Assistants have none, and omit this field. */
  readonly reasoning?: string | undefined
  /** The tools that the model calls, in order. A run then requires action. */
  readonly toolCalls?: readonly ReplyToolCall[] | undefined
  /** The text in which the model refuses. */
  readonly refusal?: string | undefined
  /** The numbers of tokens of the request and of the answer; the endpoint's defaults unless given. */
  readonly usage?: { readonly input?: number; readonly output?: number } | undefined
  /** The reason why the model stopped: `tool_calls` where it calls tools, `stop` elsewhere, unless given. */
  readonly finish?: 'stop' | 'length' | 'tool_calls' | 'content_filter' | undefined
  /** The way to cut each of the texts into the deltas of a stream; `'word'` unless given. */
  readonly by?: SimpleBy | undefined
}

/** An answer that fits every endpoint at which a model speaks, made by {@link reply}. */
export interface Reply extends ReplyFields, OfKind<'reply'> {}

const FIELDS = new Set(['text', 'reasoning', 'toolCalls', 'refusal', 'usage', 'finish', 'by'])
const FINISHES: readonly unknown[] = ['stop', 'length', 'tool_calls', 'content_filter', undefined]

/**
 * Makes an answer for any endpoint at which a model speaks. The endpoint makes its own resource and
 * events of the reply. A string as an answer is short for `reply({ text })`.
 *
 * @throws {TypeError} When a field is unknown, or of a wrong type.
 *
 * @example
 * responses.create(reply({ toolCalls: [{ name: 'get_weather', arguments: { city: 'Paris' } }] }))
 */
export function reply(fields: ReplyFields): Reply {
  const problem = problemWith(fields)
  if (problem) throw new TypeError(`Failed to create reply(): ${problem}`)
  return { [answerKind]: 'reply', ...fields }
}

/** Recognizes the fields of a reply, such as those that lack the call of `reply()`. */
export function areReplyFields(value: unknown): value is ReplyFields {
  return isObject(value) && Object.keys(value).length > 0 && problemWith(value) === undefined
}

function problemWith(fields: ReplyFields): string | undefined {
  if (!isObject(fields)) return `expected { ${[...FIELDS].join(', ')} }.`
  const unknown = unknownIn(fields, FIELDS, 'field')
  if (unknown !== undefined) return unknown

  const { toolCalls = [], usage = {}, finish, by = 'word', ...texts } = fields
  const wrong = Object.entries(texts).find(
    ([, text]) => text !== undefined && typeof text !== 'string',
  )
  if (wrong) return `${wrong[0]} is no string.`
  if (!Array.isArray(toolCalls) || !toolCalls.every(isToolCall)) {
    return 'toolCalls is no array of { name, arguments, id }.'
  }
  if (!isUsage(usage))
    return 'usage is no object of { input, output }, which are numbers of tokens.'
  if (!FINISHES.includes(finish)) return `finish is none of ${FINISHES.slice(0, -1).join(', ')}.`
  if (!isBy(by)) return "by is none of 'word', 'grapheme', a number of graphemes, or a RegExp."
  return undefined
}

function isBy(by: unknown): boolean {
  if (by === 'word' || by === 'grapheme' || isRegExp(by)) return true
  return typeof by === 'number' && Number.isInteger(by) && by > 0
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
