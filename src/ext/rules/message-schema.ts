import { z } from 'zod'
import { worded } from '../../routes/request/request-schema.js'
import { checked, list, map, name, text, type KeyFault } from './schema-words.js'

const ROLES = ['system', 'developer', 'user', 'assistant', 'tool'] as const

/** The ways to compare a message. */
export const matcher = z.enum(['exact', 'contains', 'regex', 'fuzzy', 'any'])

/** The least similarity of a fuzzy match. */
export const threshold = worded(z.number().min(0).max(1), { name: 'a number from 0 to 1' })

const part = map({
  type: z.literal('text').describe('The kind of the part.'),
  text: text.describe('The text of the part.'),
})

const content = worded(z.union([text, z.array(part), z.null()]), {
  name: 'a text, or a list of { type: text, text }',
})

const toolCall = map({
  id: name.optional().describe('The id of the call; call_1, call_2 and so on unless given.'),
  type: z.literal('function').optional().describe('The kind of the tool.'),
  function: map({
    name: name.describe('The name of the function.'),
    arguments: z.unknown().optional().describe('The arguments: JSON as a text, or a map.'),
  }).describe('The function that the assistant calls.'),
})

const fields = {
  role: z.enum(ROLES).describe('The author of the message.'),
  content: content
    .optional()
    .describe(
      'The text to compare with that of the request; for the last assistant, the text to answer.',
    ),
  tool_calls: list(toolCall, 'tool calls')
    .optional()
    .describe('The tools that the assistant calls, in the form of Chat Completions.'),
  tool_call_id: text.optional().describe('The id of the call whose result a tool gives.'),
}

/** The schema of one message of a flow. */
export const message = checked(
  map({
    ...fields,
    matcher: matcher
      .optional()
      .describe(
        'The way to compare the content: exact (unless given), contains (in any case of letters), regex (in any case), fuzzy (by threshold), or any.',
      ),
    threshold: threshold
      .optional()
      .describe('The least similarity of a fuzzy match, from 0 to 1; 0.8 unless given.'),
  }),
  faultsOfMessage,
).describe('One message of the conversation.')

/** The schema of one message of the older form, whose matcher stands beside the messages. */
export const olderMessage = map(fields).describe('One message of the conversation.')

function* faultsOfMessage(given: Given): Iterable<KeyFault> {
  const { role, matcher: way, content: compared } = given
  if (role === 'assistant' || way === 'any' || compared?.length || given.tool_calls) return
  if (role === 'tool' && given.tool_call_id !== undefined) return

  const advice = 'Expected a content, or matcher: any.'
  yield [`${compared === undefined ? 'missing' : 'empty'}. ${advice}`, 'content']
}

/** The fields of a message that its check reads. */
interface Given {
  readonly role: string
  readonly matcher?: string | undefined
  readonly content?: string | readonly object[] | null | undefined
  readonly tool_calls?: readonly object[] | undefined
  readonly tool_call_id?: string | undefined
}
