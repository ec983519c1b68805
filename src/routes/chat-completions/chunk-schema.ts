import { z } from 'zod'
import { isRecord } from '../protocol/defaults.js'
import { index, mismatch, oneOfTextsOrNull, timestamp, tokenLogprob } from '../protocol/schema.js'

/** The schema of a text that some servers send as null, and others omit. */
const text = z.string().nullish()

/** The schema of the content of a message, or of a piece of one. Mistral sends lists of parts. */
export const messageContent = z
  .union([z.string(), z.array(z.unknown())], { error: mismatch('string, array or null') })
  .nullish()

const toolCall = z.looseObject({
  // Mistral sent no index until 2026.
  index: index.nullish(),
  id: text,
  type: oneOfTextsOrNull(['function', 'custom']).optional(),
  function: z.looseObject({ name: text, arguments: text }).nullish(),
  custom: z.looseObject({ name: text, input: text }).nullish(),
})

const delta = z.looseObject({
  role: oneOfTextsOrNull(['developer', 'system', 'user', 'assistant', 'tool']).optional(),
  content: messageContent,
  refusal: text,
  tool_calls: z.array(toolCall).nullish(),
  function_call: z.looseObject({ name: text, arguments: text }).nullish(),
  audio: z
    .looseObject({
      id: z.string().optional(),
      data: z.string().optional(),
      transcript: z.string().optional(),
      expires_at: timestamp.optional(),
    })
    .nullish(),
})

/** The reasons of OpenAI, and those of other servers: Together, Mistral, DeepSeek and OpenRouter. */
const finishReason = oneOfTextsOrNull([
  'stop',
  'length',
  'tool_calls',
  'content_filter',
  'function_call',
  'eos',
  'model_length',
  'insufficient_system_resource',
  'error',
])

const choice = z
  .looseObject({
    index,
    delta: delta.optional(),
    // Several servers omit the key until the end, and OpenAI at the end of an audio.
    finish_reason: finishReason.optional(),
    logprobs: z
      .looseObject({
        content: z.array(tokenLogprob).nullable(),
        refusal: z.array(tokenLogprob).nullable(),
      })
      .nullish(),
  })
  .refine((given) => given.delta !== undefined || isFiltered(given), {
    path: ['delta'],
    error: 'Invalid input: expected object, received undefined',
  })

/** Recognizes a choice of Azure's asynchronous content filter, which has the filter's results alone. */
export function isFiltered(value: unknown): boolean {
  if (!isRecord(value) || 'message' in value || 'text' in value) return false
  return Object.keys(value).some((key) => key.startsWith('content_filter_'))
}

/** The schema of counts of tokens by kind. */
const tokenDetails = z.record(z.string(), z.unknown())

const usage = z.looseObject({
  prompt_tokens: index,
  // Databricks counts these in the end.
  completion_tokens: index.nullable(),
  total_tokens: index.nullable(),
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

/**
 * The kinds of chunks: OpenAI's, the empty one of Azure, the last one of Perplexity, and Together's.
 * The error names that of OpenAI alone.
 */
const kind = z.enum(['chat.completion.chunk', '', 'chat.completion.done', 'completion.chunk'], {
  error: mismatch('"chat.completion.chunk"'),
})

/** The schema of one chunk of a chat completion. */
export const chunkSchema = z.looseObject({
  id: z.string(),
  object: kind,
  created: timestamp,
  model: z.string(),
  // While OpenAI makes an audio, chunks that only pad have none.
  choices: z.array(choice).optional(),
  usage: usage.nullish(),
  service_tier: z.string().nullish(),
  // The API also sends null, which the SDK's type excludes.
  system_fingerprint: z.string().nullish(),
  obfuscation: z.string().optional(),
  moderation: z.looseObject({ input: moderation, output: moderation }).nullish(),
})
