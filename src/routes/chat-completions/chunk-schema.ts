import { z } from 'zod'
import { index, timestamp, tokenLogprob } from '../protocol/schema.js'

const toolCall = z.looseObject({
  index,
  id: z.string().optional(),
  type: z.enum(['function', 'custom']).optional(),
  function: z
    .looseObject({ name: z.string().optional(), arguments: z.string().optional() })
    .optional(),
  custom: z.looseObject({ name: z.string().optional(), input: z.string().optional() }).optional(),
})

const delta = z.looseObject({
  role: z.enum(['developer', 'system', 'user', 'assistant', 'tool']).optional(),
  content: z.string().nullish(),
  refusal: z.string().nullish(),
  tool_calls: z.array(toolCall).nullish(),
  function_call: z
    .looseObject({ name: z.string().optional(), arguments: z.string().optional() })
    .optional(),
  audio: z
    .looseObject({
      id: z.string().optional(),
      data: z.string().optional(),
      transcript: z.string().optional(),
      expires_at: timestamp.optional(),
    })
    .optional(),
})

const choice = z.looseObject({
  index,
  delta,
  finish_reason: z
    .enum(['stop', 'length', 'tool_calls', 'content_filter', 'function_call'])
    .nullable(),
  logprobs: z
    .looseObject({
      content: z.array(tokenLogprob).nullable(),
      refusal: z.array(tokenLogprob).nullable(),
    })
    .nullish(),
})

/** The schema of counts of tokens by kind. */
const tokenDetails = z.record(z.string(), z.unknown())

const usage = z.looseObject({
  prompt_tokens: index,
  completion_tokens: index,
  total_tokens: index,
  prompt_tokens_details: tokenDetails.nullish(),
  completion_tokens_details: tokenDetails.nullish(),
})

const moderation = z.discriminatedUnion('type', [
  z.looseObject({
    type: z.literal('moderation_results'),
    model: z.string(),
    results: z.array(
      z.looseObject({
        type: z.literal('moderation_result'),
        model: z.string(),
        flagged: z.boolean(),
        categories: z.record(z.string(), z.boolean()),
        category_scores: z.record(z.string(), z.number()),
        category_applied_input_types: z.record(z.string(), z.array(z.string())),
      }),
    ),
  }),
  z.looseObject({ type: z.literal('error'), code: z.string(), message: z.string() }),
])

/** The schema of one chunk of a chat completion. */
export const chunkSchema = z.looseObject({
  id: z.string(),
  object: z.literal('chat.completion.chunk'),
  created: timestamp,
  model: z.string(),
  choices: z.array(choice),
  usage: usage.nullish(),
  service_tier: z.string().nullish(),
  // The API also sends null, which the SDK's type excludes.
  system_fingerprint: z.string().nullish(),
  obfuscation: z.string().optional(),
  moderation: z.looseObject({ input: moderation, output: moderation }).nullish(),
})
