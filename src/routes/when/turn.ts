import { compare } from './comparison.js'
import { conversationOf, fieldsOf, type Said } from './conversation.js'
import type { CallMatcher } from './matcher.js'

/**
 * Match the calls of one turn of a conversation. A turn is what the assistant says or calls until
 * someone else has the word, so a retry is of the same turn.
 *
 * Turns are counted in the request: its turn is one more than the assistant has had. Where the
 * server keeps the conversation (`previous_response_id`, `conversation`, a thread), it is one more
 * than the calls that the route has answered so far, errors left out, and whatever the SDK has retried since.
 *
 * @param number One-based.
 * @throws {RangeError} Unless `number` is a positive integer.
 *
 * @example
 * responses.create([when(turn(1), new AsksForWeather()), when(turn(2), 'It is sunny.')])
 */
export function turn(number: number): CallMatcher {
  if (!Number.isInteger(number) || number < 1) {
    throw new RangeError(`Failed to create turn(${number}): expected a number from 1 on.`)
  }
  return {
    description: `turn(${number})`,
    compare: ({ body }, answered) =>
      compare(number, 1 + (isKept(body) ? answered : turnsIn(conversationOf(body))), 'the turn'),
  }
}

/** Whether the server keeps the conversation, and the request has the news alone. */
function isKept(body: unknown): boolean {
  const { messages, input, previous_response_id, conversation } = fieldsOf(body)
  return Boolean(previous_response_id ?? conversation) || (messages ?? input) === undefined
}

/** How often the assistant has had the word. */
function turnsIn(said: readonly Said[]): number {
  const begins = (index: number) => said[index - 1]?.by !== 'assistant'
  return said.filter(({ by }, index) => by === 'assistant' && begins(index)).length
}
