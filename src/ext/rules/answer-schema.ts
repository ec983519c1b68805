import { z } from 'zod'
import { worded } from '../../routes/request/request-schema.js'
import {
  checked,
  count,
  list,
  map,
  milliseconds,
  name,
  text,
  type KeyFault,
} from './schema-words.js'

const status = worded(z.int().min(400).max(599), { name: 'a status from 400 to 599' })

const toolCall = map({
  name: name.describe('The name of the function.'),
  arguments: z
    .unknown()
    .optional()
    .describe('The arguments: a map, or JSON as a text; no arguments unless given.'),
  id: name.optional().describe('The id of the call; call_1, call_2 and so on unless given.'),
})

const replyFields = checked(
  map({
    text: text.optional().describe("The assistant's text."),
    reasoning: text.optional().describe("The model's reasoning."),
    toolCalls: list(toolCall, 'tool calls').optional().describe('The tools that the model calls.'),
    refusal: text.optional().describe('The text in which the model refuses.'),
    usage: map({
      input: count.optional().describe('The tokens of the request.'),
      output: count.optional().describe('The tokens of the answer.'),
    })
      .optional()
      .describe('The numbers of tokens; counted unless given.'),
    finish: z
      .enum(['stop', 'length', 'tool_calls', 'content_filter'])
      .optional()
      .describe('The reason why the model stopped.'),
  }),
  function* (fields): Iterable<KeyFault> {
    if (Object.keys(fields).length === 0) yield ['empty. Expected a text, toolCalls or a refusal.']
  },
)

/** The schema of a reply: a text, or its parts. */
export const reply = worded(z.union([text, replyFields]), {
  name: 'a text, or a map of text, reasoning, toolCalls, refusal, usage, finish',
}).describe('The answer: a text, or a map. The same reply answers every endpoint.')

/** The schema of an error: its status, or its fields. */
export const error = worded(
  z.union([
    status,
    map({
      status: status.describe('The status of the response, from 400 to 599.'),
      message: text.optional().describe('The text for people.'),
      code: text.optional().describe('The code for programs, such as rate_limit_exceeded.'),
      retryAfterMs: milliseconds
        .optional()
        .describe('The milliseconds after which a client may try again.'),
    }),
  ]),
  { name: 'a status from 400 to 599, or a map of status, message, code, retryAfterMs' },
).describe("An error in OpenAI's shape: its status, or a map.")

const event = worded(z.looseObject({}), { name: 'a map' })

/** The schema of events: a list, or the path of a recording. */
export const events = worded(z.union([name, list(event, 'events')]), {
  name: 'a list of events, or the path of a recorded stream',
}).describe('Events that are sent as they are: a list, or the path of a recorded .sse file.')

const choice = worded(
  z.looseObject({
    message: z.looseObject({}).optional().describe('The message of the assistant.'),
  }),
  { name: 'a map' },
)

/** The schema of the older form of an answer: a whole chat completion. */
export const completion = checked(
  worded(
    z.looseObject({
      choices: list(choice, 'choices').optional().describe('The choices of the completion.'),
      content: text.optional().describe("The assistant's text, in the place of choices."),
    }),
    { name: 'a chat completion' },
  ),
  function* (fields): Iterable<KeyFault> {
    if (fields.choices === undefined && fields.content === undefined) {
      yield ['no choices. Expected a whole chat completion.']
    }
  },
).describe('The older form of an answer: a whole chat completion.')
