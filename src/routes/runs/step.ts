import { z } from 'zod'
import { index, oneOfTypes, timestamp } from '../protocol/schema.js'
import { lastError, metadata, usage } from './run.js'

const toolCall = z.discriminatedUnion('type', [
  z.looseObject({
    type: z.literal('code_interpreter'),
    id: z.string(),
    code_interpreter: z.looseObject({
      input: z.string(),
      outputs: z.array(
        oneOfTypes({
          logs: { logs: z.string() },
          image: { image: z.looseObject({ file_id: z.string() }) },
        }),
      ),
    }),
  }),
  z.looseObject({
    type: z.literal('file_search'),
    id: z.string(),
    file_search: z.looseObject({
      ranking_options: z
        .looseObject({ ranker: z.string(), score_threshold: z.number() })
        .optional(),
      results: z
        .array(z.looseObject({ file_id: z.string(), file_name: z.string(), score: z.number() }))
        .optional(),
    }),
  }),
  z.looseObject({
    type: z.literal('function'),
    id: z.string(),
    function: z.looseObject({
      name: z.string(),
      arguments: z.string(),
      output: z.string().nullable(),
    }),
  }),
])

/** A step of a run, as its events carry it. */
export const step = z.looseObject({
  id: z.string(),
  object: z.literal('thread.run.step'),
  created_at: timestamp,
  run_id: z.string(),
  assistant_id: z.string(),
  thread_id: z.string(),
  type: z.enum(['message_creation', 'tool_calls']),
  status: z.enum(['in_progress', 'cancelled', 'failed', 'completed', 'expired']),
  cancelled_at: timestamp.nullable(),
  completed_at: timestamp.nullable(),
  failed_at: timestamp.nullable(),
  // The SDK's type has only the first, the wire only the second.
  expired_at: timestamp.nullish(),
  expires_at: timestamp.nullish(),
  last_error: lastError,
  step_details: z.discriminatedUnion('type', [
    z.looseObject({
      type: z.literal('message_creation'),
      message_creation: z.looseObject({ message_id: z.string() }),
    }),
    z.looseObject({ type: z.literal('tool_calls'), tool_calls: z.array(toolCall) }),
  ]),
  usage,
  // In the SDK's type, but not on the wire.
  metadata: metadata.optional(),
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

/** What is new in a step. */
export const stepDelta = z.looseObject({
  id: z.string(),
  object: z.literal('thread.run.step.delta'),
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
