import { z } from 'zod'
import {
  anyOfType,
  index,
  oneOfTexts,
  oneOfTypes,
  textOrTyped,
  timestamp,
} from '../protocol/schema.js'

/** The schema of the metadata of an object. */
const metadata = z.record(z.string(), z.string()).nullable()

/** The schema of the usage of a run or a step; null before its end. */
const usage = z
  .looseObject({ prompt_tokens: index, completion_tokens: index, total_tokens: index })
  .nullable()

/** The schema of the reason why a run or a step failed. */
const lastError = z.looseObject({ code: z.string(), message: z.string() }).nullable()

const requiredAction = z.looseObject({
  type: oneOfTexts(['submit_tool_outputs']),
  submit_tool_outputs: z.looseObject({
    tool_calls: z.array(
      z.looseObject({
        id: z.string(),
        type: oneOfTexts(['function']),
        function: z.looseObject({ name: z.string(), arguments: z.string() }),
      }),
    ),
  }),
})

const status = oneOfTexts([
  'queued',
  'in_progress',
  'requires_action',
  'cancelling',
  'cancelled',
  'failed',
  'completed',
  'incomplete',
  'expired',
])

/** The schema of a run. */
export const run = z.looseObject({
  id: z.string(),
  object: oneOfTexts(['thread.run']),
  created_at: timestamp,
  assistant_id: z.string(),
  thread_id: z.string(),
  status,
  started_at: timestamp.nullable(),
  expires_at: timestamp.nullable(),
  cancelled_at: timestamp.nullable(),
  failed_at: timestamp.nullable(),
  completed_at: timestamp.nullable(),
  required_action: requiredAction.nullable(),
  last_error: lastError,
  incomplete_details: z.looseObject({ reason: z.string().optional() }).nullable(),
  model: z.string(),
  // Null on the wire, which the SDK's type excludes.
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
  response_format: textOrTyped.nullable(),
  tool_choice: textOrTyped.nullable(),
  // Recordings of 2024 have none.
  parallel_tool_calls: z.boolean().optional(),
})

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
  // The search of the first version of the Assistants.
  z.looseObject({ type: z.literal('retrieval'), id: z.string() }),
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

/** The schema of a step of a run. */
export const step = z.looseObject({
  id: z.string(),
  object: oneOfTexts(['thread.run.step']),
  created_at: timestamp,
  run_id: z.string(),
  assistant_id: z.string(),
  thread_id: z.string(),
  type: oneOfTexts(['message_creation', 'tool_calls']),
  status: oneOfTexts(['in_progress', 'cancelled', 'failed', 'completed', 'expired']),
  cancelled_at: timestamp.nullable(),
  completed_at: timestamp.nullable(),
  failed_at: timestamp.nullable(),
  // The first is in the SDK's type alone, the second on the wire alone.
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

const file = z.looseObject({ file_id: z.string() })
const cited = { text: z.string(), start_index: index, end_index: index }

const content = z.discriminatedUnion('type', [
  z.looseObject({
    type: z.literal('text'),
    text: z.looseObject({
      value: z.string(),
      annotations: z.array(
        oneOfTypes({
          file_citation: { ...cited, file_citation: file },
          file_path: { ...cited, file_path: file },
        }),
      ),
    }),
  }),
  z.looseObject({
    type: z.literal('image_file'),
    image_file: z.looseObject({ file_id: z.string() }),
  }),
  z.looseObject({ type: z.literal('image_url'), image_url: z.looseObject({ url: z.string() }) }),
  z.looseObject({ type: z.literal('refusal'), refusal: z.string() }),
])

/** The schema of a message. */
export const message = z.looseObject({
  id: z.string(),
  object: oneOfTexts(['thread.message']),
  created_at: timestamp,
  assistant_id: z.string().nullable(),
  thread_id: z.string(),
  run_id: z.string().nullable(),
  status: oneOfTexts(['in_progress', 'incomplete', 'completed']),
  incomplete_details: z.looseObject({ reason: z.string() }).nullable(),
  incomplete_at: timestamp.nullable(),
  completed_at: timestamp.nullable(),
  role: oneOfTexts(['user', 'assistant']),
  content: z.array(content),
  metadata,
  // Recordings of 2024 have none.
  attachments: z.array(z.looseObject({})).nullish(),
})

/** The schema of a run that can be unfolded: of the fields of which events are made. */
export const unfoldable = z.looseObject({
  status,
  created_at: timestamp,
  expires_at: timestamp.nullish(),
  messages: z.array(message).optional(),
  steps: z.array(step).optional(),
})

const fields = z.looseObject({})
const givenUsage = z
  .looseObject({ prompt_tokens: index.optional(), completion_tokens: index.optional() })
  .nullish()

/** The schema of a run that lacks fields: of the fields that are completed. */
export const completable = z.looseObject({
  id: z.string().optional(),
  status: status.nullish(),
  created_at: timestamp.nullish(),
  usage: givenUsage,
  required_action: z
    .looseObject({
      submit_tool_outputs: z.looseObject({ tool_calls: z.array(fields).nullish() }).nullish(),
    })
    .nullish(),
  messages: z.array(z.looseObject({ content: z.array(fields).optional() })).optional(),
  steps: z
    .array(
      z.looseObject({
        usage: givenUsage,
        step_details: z.looseObject({ tool_calls: z.array(fields).optional() }).optional(),
      }),
    )
    .optional(),
})

/** The schema of a run that continues: of its id, and of the calls that require an output. */
export const continuable = z.looseObject({ id: z.string(), required_action: requiredAction })

/** The schema of the outputs of tools in a request. */
export const toolOutputs = z.array(z.looseObject({ tool_call_id: z.string() }))

/** The schema of a thread. */
export const thread = z.looseObject({
  id: z.string(),
  object: oneOfTexts(['thread']),
  created_at: timestamp,
  metadata,
  tool_resources: z.looseObject({}).nullable(),
})
