import { print } from '../../routes/protocol/print.js'
import type { ConversationMessage } from '../../routes/protocol/readers.js'
import type { Matcher, RuleMessage } from './rule.js'
import { similarityOf } from './similarity.js'

/** The specificity of each way to compare two messages, which chooses among rules that match. */
const SCORES: Readonly<Record<Matcher, number>> = {
  exact: 1,
  regex: 0.8,
  contains: 0.6,
  fuzzy: 0.4,
  any: 0.1,
}

/** The least similarity of a fuzzy match where a message gives none. */
export const THRESHOLD = 0.8

/** The result of a comparison: how specific the match is, or the difference in plain words. */
export type MessageComparison =
  | { readonly score: number; readonly difference?: undefined }
  | { readonly difference: string }

/** Compares a message of a conversation with one of a rule. A `developer` is a `system`. */
export function compareMessage(
  expected: RuleMessage,
  received: ConversationMessage,
): MessageComparison {
  if (roleOf(expected) !== received.role) {
    return { difference: `expected ${named(expected)}, received ${describeMessage(received)}` }
  }
  const { matcher, content, toolCallId } = expected
  const { text = '' } = received
  if (matcher === 'any') return { score: SCORES.any }
  if (received.role === 'tool' && toolCallId !== undefined && (content === undefined || !text)) {
    return compareCallId(toolCallId, received.callId)
  }
  if (content === undefined) return { score: SCORES.any }
  if (matches(expected, content, text)) return { score: SCORES[matcher] }
  return { difference: `expected ${wordsOf(expected, content)}, received ${print(text)}` }
}

/** Gives the role that a message of a rule has in a conversation. */
export function roleOf({ role }: RuleMessage): ConversationMessage['role'] {
  return role === 'developer' ? 'system' : role
}

/** Describes a message of a conversation: `a message of the user`. */
export function describeMessage({ role }: Pick<ConversationMessage, 'role'>): string {
  return role === 'tool' ? 'the result of a tool' : `a message of the ${role}`
}

function named(expected: RuleMessage): string {
  return describeMessage({ role: roleOf(expected) })
}

function compareCallId(expected: string, received: string | undefined): MessageComparison {
  if (expected === received) return { score: SCORES.exact }
  return {
    difference: `expected the result of the call ${print(expected)}, received that of ${print(received)}`,
  }
}

function matches(
  { matcher, threshold = THRESHOLD }: RuleMessage,
  content: string,
  text: string,
): boolean {
  switch (matcher) {
    case 'exact':
      return text.trim() === content.trim()
    case 'contains':
      return text.toLowerCase().includes(content.toLowerCase())
    case 'regex':
      return patternOf(content)?.test(text) ?? false
    case 'fuzzy':
      return similarityOf(content, text) >= threshold
    case 'any':
      return true
  }
}

/** Makes a regular expression; undefined for an invalid one, which matches nothing. */
export function patternOf(source: string, flags = 'i'): RegExp | undefined {
  try {
    return new RegExp(source, flags)
  } catch {
    // The file's warnings name the expression.
    return undefined
  }
}

function wordsOf({ matcher, threshold = THRESHOLD }: RuleMessage, content: string): string {
  switch (matcher) {
    case 'contains':
      return `a text that contains ${print(content)}`
    case 'regex':
      return `a text that matches /${content}/i`
    case 'fuzzy':
      return `a text with a similarity of ${threshold} to ${print(content)}`
    default:
      return `the text ${print(content)}`
  }
}
