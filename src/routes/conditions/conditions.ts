import { isRegExp } from '../protocol/asymmetric.js'
import { valueAt } from '../protocol/fields.js'
import { print } from '../protocol/print.js'
import type { ConversationMessage } from '../protocol/readers.js'
import { compare, join, nameSome, verdict, type Comparison } from './comparison.js'
import { readerWith, type Condition } from './condition.js'

/**
 * Matches calls by the name of the model: the `model` of the body, and in a backend also that of
 * the run or of its assistant.
 *
 * @param name The whole name, or a regular expression for a part of the name.
 * @throws {TypeError} When `name` is neither a string nor a regular expression.
 *
 * @example
 * chat.completions.create([when(model(/-mini$/), 'Hi'), when(model('gpt-5'), 'Good morning')])
 */
export function model(name: string | RegExp): Condition {
  assertText('model', name)
  return {
    description: `model(${print(name)})`,
    compare: ({ body }, { reader }) =>
      compare(name, reader?.model?.(body) ?? valueAt(body, 'model'), 'model'),
  }
}

/**
 * Matches calls that offer a tool to the model.
 *
 * @param name The name of a function or a custom tool, the label of an MCP server, or the type of
 * any other tool, such as `web_search`.
 * @throws {TypeError} When the name is no string. The comparison throws where the endpoint declares
 * no `request.tools`.
 *
 * @example
 * chat.completions.create([when(hasTool('get_weather'), new AsksForWeather()), when({}, 'Hello')])
 */
export function hasTool(name: string): Condition {
  if (typeof name !== 'string') {
    throw new TypeError(`Failed to create hasTool(): expected a name, received ${print(name)}.`)
  }
  const description = `hasTool(${print(name)})`
  return {
    description,
    compare({ body }, context) {
      const names = readerWith('tools', context, description).tools(body)
      return verdict(names.includes(name), 'the tools', () => [
        print(name),
        names.length > 0 ? nameSome(names.map((each) => print(each))) : 'none',
      ])
    },
  }
}

/**
 * Checks an argument of a condition.
 *
 * @throws {TypeError} When `text` is neither a string nor a regular expression.
 */
function assertText(owner: string, text: unknown): void {
  if (typeof text === 'string' || isRegExp(text)) return
  throw new TypeError(
    `Failed to create ${owner}(): expected a string or a RegExp, received ${print(text)}.`,
  )
}

/**
 * Matches calls by the text of the user's last message, also where tool calls follow the message.
 * The text parts of a message are joined.
 *
 * @param text The whole text, or a regular expression for a part of the text.
 * @throws {TypeError} When `text` is neither a string nor a regular expression. The comparison
 * throws where the endpoint declares no `request`.
 *
 * @example
 * chat.completions.create([when(lastUserMessage('Hi'), 'Hello'), when({}, 'Pardon?')])
 */
export function lastUserMessage(text: string | RegExp): Condition {
  assertText('lastUserMessage', text)
  const description = `lastUserMessage(${print(text)})`
  return {
    description,
    compare({ body }, context) {
      const reader = readerWith('conversation', context, description)
      return compareText(text, lastTextIn(reader.conversation(body)))
    },
  }
}

/**
 * Matches calls whose conversation ends with results of tools.
 *
 * @param callId The id of a tool call whose result has to be one of these; any call unless given.
 * @throws {TypeError} When the id is no string. The comparison throws where the endpoint declares
 * no `request`.
 *
 * @example
 * chat.completions.create([when(afterToolResult(), 'It is sunny.'), when({}, new AsksForWeather())])
 */
export function afterToolResult(callId?: string): Condition {
  if (callId !== undefined && typeof callId !== 'string') {
    throw new TypeError(
      `Failed to create afterToolResult(): expected the id of a call, received ${print(callId)}.`,
    )
  }
  const description = `afterToolResult(${callId === undefined ? '' : print(callId)})`
  return {
    description,
    compare({ body }, context) {
      const reader = readerWith('conversation', context, description)
      return compareEnd(reader.conversation(body), callId)
    },
  }
}

/**
 * Matches the calls of one turn of a conversation. A turn is one answer of the model; a retry
 * belongs to the same turn.
 *
 * Turns are counted in the request: consecutive messages of the assistant are one turn. Where the
 * server keeps the conversation (`previous_response_id`, `conversation`, a thread), the earlier
 * answers of the route are counted, without errors and retried calls.
 *
 * @param number The number of the turn, from 1 on.
 * @throws {RangeError} Unless `number` is a positive integer.
 * @throws {TypeError} In the comparison, where the endpoint declares no `request`.
 *
 * @example
 * responses.create([when(turn(1), new AsksForWeather()), when(turn(2), 'It is sunny.')])
 */
export function turn(number: number): Condition {
  if (!Number.isInteger(number) || number < 1) {
    throw new RangeError(`Failed to create turn(${number}): expected a number from 1 on.`)
  }
  const description = `turn(${number})`
  return {
    description,
    compare({ body }, context) {
      const reader = readerWith('conversation', context, description)
      const isContinued = reader.isContinued?.(body) === true
      const earlierTurns = isContinued ? context.answered : turnsIn(reader.conversation(body))
      return compare(number, earlierTurns + 1, 'the turn')
    },
  }
}

/** Compares the text of a message. A different text is nearer than no text. */
function compareText(expected: string | RegExp, received: string | undefined): Comparison {
  const comparison = compare(expected, received, 'the last user message')
  return received === undefined ? comparison : { ...comparison, matched: comparison.matched + 1 }
}

function lastTextIn(messages: readonly ConversationMessage[]): string | undefined {
  const last = messages.findLast(({ role }) => role === 'user')
  return last?.role === 'user' ? last.text : undefined
}

/** Compares the end of a conversation. The result of another call is nearer than no result. */
function compareEnd(
  messages: readonly ConversationMessage[],
  callId: string | undefined,
): Comparison {
  const ids = resultsAtEnd(messages)
  const verdictOn = (isMatch: boolean) =>
    verdict(isMatch, 'the end of the conversation', () => [
      callId === undefined ? 'the result of a tool' : resultOf(callId),
      ids.length > 0 ? nameSome(ids.map(resultOf)) : describe(messages.at(-1)),
    ])
  const end = verdictOn(ids.length > 0)
  if (ids.length === 0 || callId === undefined) return end

  return join([end, verdictOn(ids.includes(callId))])
}

/** Lists the ids of the calls whose results end the conversation. */
function resultsAtEnd(messages: readonly ConversationMessage[]): Array<string | undefined> {
  const last = messages.findLastIndex(({ role }) => role !== 'tool')
  return messages
    .slice(last + 1)
    .map((message) => (message.role === 'tool' ? message.callId : undefined))
}

function resultOf(callId: string | undefined): string {
  return `the result of ${print(callId)}`
}

function describe(last: ConversationMessage | undefined): string {
  if (!last) return 'nothing'
  return last.role === 'user' ? `the user's ${print(last.text)}` : `what the ${last.role} said`
}

/** Counts the turns in a conversation. Consecutive messages of the assistant are one turn. */
function turnsIn(messages: readonly ConversationMessage[]): number {
  const begins = (index: number) => messages[index - 1]?.role !== 'assistant'
  return messages.filter(({ role }, index) => role === 'assistant' && begins(index)).length
}
