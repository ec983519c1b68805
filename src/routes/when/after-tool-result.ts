import { join, verdict, type Comparison } from './comparison.js'
import { conversationOf, type Said } from './conversation.js'
import { list } from './list.js'
import type { CallMatcher } from './matcher.js'
import { print } from '../protocol/print.js'

/**
 * Match calls whose conversation ends with the results of tools.
 *
 * @param callId The id of a tool call: one of the results is for that.
 * @throws {TypeError} When the id is no string.
 *
 * @example
 * chat.completions.create([when(afterToolResult(), 'It is sunny.'), when({}, new AsksForWeather())])
 */
export function afterToolResult(callId?: string): CallMatcher {
  if (callId !== undefined && typeof callId !== 'string') {
    throw new TypeError(
      `Failed to create afterToolResult(): expected the id of a call, received ${print(callId)}.`,
    )
  }
  return {
    description: `afterToolResult(${callId === undefined ? '' : print(callId)})`,
    compare: ({ body }) => compareEnd(conversationOf(body), callId),
  }
}

/** A result of another call is nearer than none. */
function compareEnd(said: readonly Said[], callId: string | undefined): Comparison {
  const ids = resultsAtEnd(said)
  const difference = {
    at: 'the end of the conversation',
    expected: callId === undefined ? 'the result of a tool' : resultOf(callId),
    received: ids.length > 0 ? list(ids.map(resultOf)) : spell(said.at(-1)),
  }
  const end = verdict(ids.length > 0, difference)
  if (ids.length === 0 || callId === undefined) return end

  return join([end, verdict(ids.includes(callId), difference)])
}

/** The ids of the calls whose results nothing comes after. */
function resultsAtEnd(said: readonly Said[]): unknown[] {
  const last = said.findLastIndex(({ by }) => by !== 'tool')
  return said.slice(last + 1).map((result) => ('callId' in result ? result.callId : undefined))
}

function resultOf(callId: unknown): string {
  return `the result of ${print(callId)}`
}

function spell(last: Said | undefined): string {
  if (!last) return 'nothing'
  return last.by === 'user' ? `the user's ${print(last.text)}` : `what the ${last.by} said`
}
