import type { ResponseCreateParams, ResponseUsage } from 'openai/resources/responses/responses'
import type { Partially } from '../../streaming/index.js'
import { defined } from '../protocol/defaults.js'
import type { WireResponse } from './events.js'
import { completeItem, countIds } from './output-item.js'

/** Fields on the wire that the SDK's types do not know, or know otherwise. */
const unlisted: object = { frequency_penalty: 0, presence_penalty: 0, store: true, user: null }

/** A response that has just been created. */
const blank: WireResponse = {
  id: 'resp_1',
  object: 'response',
  created_at: 1700000000,
  status: 'in_progress',
  background: false,
  completed_at: null,
  error: null,
  incomplete_details: null,
  instructions: null,
  max_output_tokens: null,
  max_tool_calls: null,
  model: 'gpt-5',
  moderation: null,
  output: [],
  parallel_tool_calls: true,
  previous_response_id: null,
  prompt_cache_key: null,
  prompt_cache_retention: null,
  reasoning: { effort: null, summary: null },
  safety_identifier: null,
  service_tier: 'auto',
  temperature: 1,
  text: { format: { type: 'text' }, verbosity: 'medium' },
  tool_choice: 'auto',
  tools: [],
  top_logprobs: 0,
  top_p: 1,
  truncation: 'disabled',
  usage: null,
  metadata: {},
  ...unlisted,
}

/**
 * Make a whole response of the assistant's text, or of one that lacks what has a default.
 * Without a status it is completed, unless it has an `error` or `incomplete_details`.
 *
 * @param body The request, whose model, instructions, tools and so on the response repeats.
 */
export function completeResponse(
  given: string | Partially<WireResponse>,
  body: Partial<ResponseCreateParams> = {},
): WireResponse {
  if (typeof given === 'string') return completeResponse(answer(given), body)

  const { output = [], ...rest } = given
  const { usage, ...fields } = known(rest)
  const begun: WireResponse = { ...blank, ...repeated(body), ...fields }
  const status = fields.status ?? statusOf(begun)
  const newId = countIds(begun.id)
  const last = cutShort(output, status)
  return {
    ...begun,
    ...ending(status, begun),
    ...fields,
    status,
    output: output.map((item, index) =>
      completeItem(item, newId, index === last ? { status } : {}),
    ),
    ...(usage !== undefined && { usage: usage && completeUsage(usage) }),
  }
}

/** The index of the message that a limit has cut short. */
function cutShort(
  output: ReadonlyArray<{ readonly type?: string | undefined }>,
  status: WireResponse['status'],
): number {
  return status === 'incomplete'
    ? output.findLastIndex(({ type = 'message' }) => type === 'message')
    : -1
}

function answer(text: string): Partially<WireResponse> {
  return { output: [{ type: 'message', content: [{ type: 'output_text', text }] }] }
}

/** What a request and its response have in common. */
function repeated(body: object): object {
  const fields = Object.entries(body).filter(([key, value]) => key in blank && value !== null)
  return defined(Object.fromEntries(fields))
}

function known(fields: Partially<WireResponse>): Partial<WireResponse> {
  // What lies deeper than its fields has no default: it is the author's to give, and checked when it is sent.
  return defined(fields) as Partial<WireResponse>
}

function statusOf({ error, incomplete_details }: WireResponse) {
  if (error) return 'failed'
  return incomplete_details ? 'incomplete' : 'completed'
}

/** What else changes in a response that ends. */
export function ending(
  status: WireResponse['status'],
  { created_at, service_tier }: WireResponse,
): Partial<WireResponse> {
  const usage = completeUsage({})
  const served = {
    service_tier: service_tier === 'auto' ? 'default' : (service_tier ?? null),
  } as const

  if (status === 'completed') return { completed_at: created_at, ...served, usage }
  if (status === 'incomplete') {
    return { incomplete_details: { reason: 'max_output_tokens' }, ...served, usage }
  }
  const message = 'The server had an error while processing your request.'
  return status === 'failed' ? { error: { code: 'server_error', message } } : {}
}

/** A usage that may lack the details, in part or whole, or the total. */
export type GivenUsage = {
  readonly [Field in keyof ResponseUsage]?: Partial<ResponseUsage[Field]> | undefined
}

/** Make a whole usage of one that lacks the details, or the total. */
export function completeUsage(given: GivenUsage): ResponseUsage {
  const { input_tokens = 0, output_tokens = 0, ...rest } = defined(given)
  return {
    total_tokens: input_tokens + output_tokens,
    ...rest,
    input_tokens,
    input_tokens_details: {
      cache_write_tokens: 0,
      cached_tokens: 0,
      ...defined(rest.input_tokens_details ?? {}),
    },
    output_tokens,
    output_tokens_details: { reasoning_tokens: 0, ...defined(rest.output_tokens_details ?? {}) },
  }
}
