import { z } from 'zod'
import { listAt, textAt } from '../../routes/protocol/fields.js'
import { worded } from '../../routes/request/request-schema.js'
import { completion, error, events, reply } from './answer-schema.js'
import { deliveryKeys } from './delivery-schema.js'
import { matcher, message, olderMessage, threshold } from './message-schema.js'
import { checked, list, map, name, type KeyFault } from './schema-words.js'

const olderMatcher = checked(
  map({
    type: matcher.describe('The way to compare every message.'),
    threshold: threshold.optional().describe('The least similarity of a fuzzy match.'),
    invert: worded(z.boolean(), { name: 'true or false' })
      .optional()
      .describe('Answers the conversations that do not match.'),
    messages: list(olderMessage, 'messages').optional().describe('The whole conversation.'),
    pattern: name.optional().describe('The content of a single message of the user.'),
  }),
  function* (given): Iterable<KeyFault> {
    if ((given.messages === undefined) === (given.pattern === undefined)) {
      yield ['expected either messages or a pattern.']
    }
  },
)

/** The keys of which a rule has one. */
const ANSWERS = ['reply', 'error', 'events', 'response'] as const

/** The keys that end a stream early. */
const ENDINGS = ['cutAfter', 'cutAfterBytes', 'stallAfter', 'dropTerminator'] as const

/** The keys that concern a stream. */
const OF_STREAMS = ['pace', 'by', ...ENDINGS, 'malform'] as const

/** The schema of one rule, in both of its forms. */
export const rule = checked(
  map(
    {
      id: name
        .optional()
        .describe('The name of the rule, for logs; rule-1, rule-2 and so on unless given.'),
      messages: list(message, 'messages')
        .optional()
        .describe(
          'The flow of a conversation. A request matches that is the flow or its beginning; the last assistant is the answer. Any conversation matches unless given.',
        ),
      reply: reply.optional(),
      error: error.optional(),
      events: events.optional(),
      ...deliveryKeys,
      matcher: olderMatcher
        .optional()
        .describe('The older form of messages: a whole conversation and the way to compare it.'),
      response: completion.optional(),
    },
    'a rule: a map of messages, reply and others',
  ),
  faultOfAnswer,
).describe('One rule: the conversations that it answers, and its answer.')

/** A rule, as the file has it. */
export type GivenRule = z.output<typeof rule>

function* faultOfAnswer(given: Readonly<Record<string, unknown>>): Iterable<KeyFault> {
  if (answersOf(given).length > 0 || rolesOf(given).includes('assistant')) return
  yield [
    'no answer. Expected a message of the assistant at the end of messages, a reply, an error or events.',
  ]
}

/** Lists the keys of a rule that exclude each other. The values may be wrong. */
export function* conflictsOfRule(given: Readonly<Record<string, unknown>>): Iterable<KeyFault> {
  const answers = answersOf(given)
  if (answers.length > 1) {
    yield [`expected one answer, received ${answers.length}: ${answers.join(' and ')}.`]
  }
  if (given['messages'] !== undefined && given['matcher'] !== undefined) {
    yield ['expected either messages or the older matcher, received both.', 'matcher']
  }
  const [first, second] = ENDINGS.filter((key) => given[key] !== undefined)
  if (first && second) yield [`a stream ends once: remove ${second} or ${first}.`, second]
  if (given['error'] === undefined) return

  for (const key of OF_STREAMS) {
    if (given[key] !== undefined)
      yield [`an error has no stream. Remove ${key}, or the error.`, key]
  }
  if (given['status'] !== undefined)
    yield ['the status of an error stands in it: error: { status }.', 'status']
}

/** Lists the answers that a rule has. */
function answersOf(given: Readonly<Record<string, unknown>>): string[] {
  const answers: string[] = ANSWERS.filter((key) => given[key] !== undefined)
  const isLast = rolesOf(given).at(-1) === 'assistant'
  return answers.length > 0 && isLast ? [...answers, 'the last message of the assistant'] : answers
}

function rolesOf(given: object): string[] {
  return listAt(given, 'messages').map((one) => textAt(one, 'role'))
}
