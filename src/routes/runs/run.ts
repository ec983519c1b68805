import { z } from 'zod'
import { anyOfType, index, timestamp } from '../protocol/schema.js'

/** What a user attached to an object. */
export const metadata = z.record(z.string(), z.string()).nullable()

/** What a run or a step has cost, once it is over. */
export const usage = z
  .looseObject({ prompt_tokens: index, completion_tokens: index, total_tokens: index })
  .nullable()

/** Why a run or a step failed. */
export const lastError = z.looseObject({ code: z.string(), message: z.string() }).nullable()

const requiredAction = z.looseObject({
  type: z.literal('submit_tool_outputs'),
  submit_tool_outputs: z.looseObject({
    tool_calls: z.array(
      z.looseObject({
        id: z.string(),
        type: z.literal('function'),
        function: z.looseObject({ name: z.string(), arguments: z.string() }),
      }),
    ),
  }),
})

/** A run, as its events carry it. */
export const run = z.looseObject({
  id: z.string(),
  object: z.literal('thread.run'),
  created_at: timestamp,
  assistant_id: z.string(),
  thread_id: z.string(),
  status: z.enum([
    'queued',
    'in_progress',
    'requires_action',
    'cancelling',
    'cancelled',
    'failed',
    'completed',
    'incomplete',
    'expired',
  ]),
  started_at: timestamp.nullable(),
  expires_at: timestamp.nullable(),
  cancelled_at: timestamp.nullable(),
  failed_at: timestamp.nullable(),
  completed_at: timestamp.nullable(),
  required_action: requiredAction.nullable(),
  last_error: lastError,
  incomplete_details: z.looseObject({ reason: z.string().optional() }).nullable(),
  model: z.string(),
  // Null on the wire, though the SDK's type knows only strings.
  instructions: z.string().nullable(),
  tools: z.array(anyOfType),
  metadata,
  usage,
  temperature: z.number().nullish(),
  top_p: z.number().nullish(),
  max_prompt_tokens: index.nullable(),
  max_completion_tokens: index.nullable(),
  truncation_strategy: z
    .looseObject({ type: z.string(), last_messages: index.nullish() })
    .nullable(),
  response_format: z.union([z.string(), anyOfType]).nullable(),
  tool_choice: z.union([z.string(), anyOfType]).nullable(),
  // Recordings of 2024 have none.
  parallel_tool_calls: z.boolean().optional(),
})
