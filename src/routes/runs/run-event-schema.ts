import type { AssistantStreamEvent } from 'openai/resources/beta/assistants'
import { z } from 'zod'
import { index, oneOf, oneOfTexts, oneOfTypes } from '../protocol/schema.js'
import { message, run, step, thread } from './run-schema.js'

const citedDelta = {
  index,
  text: z.string().optional(),
  start_index: index.optional(),
  end_index: index.optional(),
}

const contentDelta = z.discriminatedUnion('type', [
  z.looseObject({
    type: z.literal('text'),
    index,
    text: z
      .looseObject({
        value: z.string().optional(),
        annotations: z
          .array(oneOfTypes({ file_citation: citedDelta, file_path: citedDelta }))
          .optional(),
      })
      .optional(),
  }),
  z.looseObject({
    type: z.literal('image_file'),
    index,
    image_file: z.looseObject({ file_id: z.string().optional() }).optional(),
  }),
  z.looseObject({
    type: z.literal('image_url'),
    index,
    image_url: z.looseObject({ url: z.string().optional() }).optional(),
  }),
  z.looseObject({ type: z.literal('refusal'), index, refusal: z.string().optional() }),
])

/** The schema of a delta of a message. */
const messageDelta = z.looseObject({
  id: z.string(),
  object: oneOfTexts(['thread.message.delta']),
  delta: z.looseObject({
    role: oneOfTexts(['user', 'assistant']).optional(),
    content: z.array(contentDelta).optional(),
  }),
})

const toolCallDelta = z.discriminatedUnion('type', [
  z.looseObject({
    type: z.literal('code_interpreter'),
    index,
    id: z.string().optional(),
    code_interpreter: z
      .looseObject({
        input: z.string().optional(),
        outputs: z.array(z.looseObject({ type: z.string(), index })).optional(),
      })
      .optional(),
  }),
  z.looseObject({
    type: z.literal('file_search'),
    index,
    id: z.string().optional(),
    file_search: z.unknown(),
  }),
  z.looseObject({ type: z.literal('retrieval'), index, id: z.string().optional() }),
  z.looseObject({
    type: z.literal('function'),
    index,
    id: z.string().optional(),
    function: z
      .looseObject({
        name: z.string().optional(),
        arguments: z.string().optional(),
        output: z.string().nullish(),
      })
      .optional(),
  }),
])

/** The schema of a delta of a step. */
const stepDelta = z.looseObject({
  id: z.string(),
  object: oneOfTexts(['thread.run.step.delta']),
  delta: z.looseObject({
    step_details: z
      .discriminatedUnion('type', [
        z.looseObject({
          type: z.literal('message_creation'),
          message_creation: z.looseObject({ message_id: z.string().optional() }).optional(),
        }),
        z.looseObject({
          type: z.literal('tool_calls'),
          tool_calls: z.array(toolCallDelta).optional(),
        }),
      ])
      .optional(),
  }),
})

const error = z.looseObject({
  message: z.string(),
  type: z.string(),
  param: z.string().nullable(),
  code: z.string().nullable(),
})

/** The schema of the data of each event. An event that the SDK adds or removes causes a compile error here. */
export const carried = {
  'thread.created': thread,
  'thread.run.created': run,
  'thread.run.queued': run,
  'thread.run.in_progress': run,
  'thread.run.requires_action': run,
  'thread.run.completed': run,
  'thread.run.incomplete': run,
  'thread.run.failed': run,
  'thread.run.cancelling': run,
  'thread.run.cancelled': run,
  'thread.run.expired': run,
  'thread.run.step.created': step,
  'thread.run.step.in_progress': step,
  'thread.run.step.delta': stepDelta,
  'thread.run.step.completed': step,
  'thread.run.step.failed': step,
  'thread.run.step.cancelled': step,
  'thread.run.step.expired': step,
  'thread.message.created': message,
  'thread.message.in_progress': message,
  'thread.message.delta': messageDelta,
  'thread.message.completed': message,
  'thread.message.incomplete': message,
  error,
} satisfies Record<AssistantStreamEvent['event'], z.ZodType>

/** The schema of one event, in the envelope of the SDK. */
export const runEvent = oneOf(
  'event',
  Object.entries(carried).map(([event, data]) => z.looseObject({ event: z.literal(event), data })),
  'the name of the event, on an event line',
)
