import { assertText } from './assert-text.js'
import { compare, type Comparison } from './comparison.js'
import { conversationOf } from './conversation.js'
import type { CallMatcher } from './matcher.js'
import { print } from '../protocol/print.js'

/**
 * Match calls by the text of the last message that the user said, also where the assistant has
 * called tools since. Its parts of text are joined.
 *
 * @param text The whole text, or what matches a part of it.
 * @throws {TypeError} When it is neither.
 *
 * @example
 * chat.completions.create([when(lastUserMessage('Hi'), 'Hello'), when({}, 'What?')])
 */
export function lastUserMessage(text: string | RegExp): CallMatcher {
  assertText('lastUserMessage', text)
  return {
    description: `lastUserMessage(${print(text)})`,
    compare: ({ body }) => compareText(text, lastTextIn(body)),
  }
}

/** Another message is nearer than none. */
function compareText(expected: string | RegExp, received: string | undefined): Comparison {
  const comparison = compare(expected, received, 'the last user message')
  return received === undefined ? comparison : { ...comparison, matched: comparison.matched + 1 }
}

function lastTextIn(body: unknown): string | undefined {
  const last = conversationOf(body).findLast(({ by }) => by === 'user')
  return last && 'text' in last ? last.text : undefined
}
