import { z } from 'zod'
import { anyOfType, index, timestamp } from '../protocol/schema.js'
import { item } from './items.js'

const usage = z.looseObject({
  input_tokens: index,
  input_tokens_details: z.looseObject({ cached_tokens: index }),
  output_tokens: index,
  output_tokens_details: z.looseObject({ reasoning_tokens: index }),
  total_tokens: index,
})

/** A response, as the events of its life carry it. */
export const response = z.looseObject({
  id: z.string(),
  object: z.literal('response'),
  created_at: timestamp,
  status: z
    .enum(['completed', 'failed', 'in_progress', 'cancelled', 'queued', 'incomplete'])
    .optional(),
  error: z.looseObject({ code: z.string(), message: z.string() }).nullable(),
  incomplete_details: z.looseObject({ reason: z.string().optional() }).nullable(),
  instructions: z.union([z.string(), z.array(z.looseObject({}))]).nullable(),
  metadata: z.record(z.string(), z.string()).nullable(),
  model: z.string(),
  output: z.array(item),
  parallel_tool_calls: z.boolean(),
  temperature: z.number().nullable(),
  tool_choice: z.union([z.string(), anyOfType]),
  tools: z.array(anyOfType),
  top_p: z.number().nullable(),
  background: z.boolean().nullish(),
  completed_at: timestamp.nullish(),
  conversation: z.looseObject({ id: z.string() }).nullish(),
  max_output_tokens: index.nullish(),
  max_tool_calls: index.nullish(),
  previous_response_id: z.string().nullish(),
  reasoning: z.looseObject({}).nullish(),
  service_tier: z.string().nullish(),
  text: z.looseObject({}).optional(),
  top_logprobs: index.nullish(),
  truncation: z.string().nullish(),
  // Null until the response has ended, though the SDK's type knows only usage.
  usage: usage.nullish(),
})
