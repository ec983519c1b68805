import type { AssistantStreamEvent } from 'openai/resources/beta/assistants'
import { z } from 'zod'
import { oneOf, timestamp } from '../protocol/schema.js'
import { message, messageDelta } from './message.js'
import { metadata, run } from './run.js'
import { step, stepDelta } from './step.js'

const thread = z.looseObject({
  id: z.string(),
  object: z.literal('thread'),
  created_at: timestamp,
  metadata,
  tool_resources: z.looseObject({}).nullable(),
})

const error = z.looseObject({
  message: z.string(),
  type: z.string(),
  param: z.string().nullable(),
  code: z.string().nullable(),
})

/** What each event carries. One that the SDK adds or removes fails to compile here. */
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

/** One event of a run's stream, in the envelope that the SDK puts it in. */
export const runEvent = oneOf(
  'event',
  Object.entries(carried).map(([event, data]) => z.looseObject({ event: z.literal(event), data })),
)
