import type { ResponseCreateParams, ResponseUsage } from 'openai/resources/responses/responses'
import type { CallRequest } from '../endpoint.js'
import { defined, isRecord, type Partially } from '../protocol/defaults.js'
import { idsInside } from '../protocol/ids.js'
import { fromReply } from './from-reply.js'
import { completeItem, idsOf } from './output-items.js'
import type { WireResponse } from './response-event-schema.js'

/** The default fields that the SDK's types lack, or type differently. */
const unlisted: object = { frequency_penalty: 0, presence_penalty: 0, store: true, user: null }

/** The defaults of a response that has just been created. */
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
 * Makes a whole response of the assistant's text, or of a response that lacks fields with a
 * default. Unless given, the status is `failed` with an `error`, `incomplete` with
 * `incomplete_details`, and else `completed`.
 *
 * @param request The request: its `body` gives the model, the instructions, the tools and so on,
 * its `number` the default id.
 *
 * @example
 * const response = completeResponse('Hello', { body: { model: 'gpt-5-mini' } })
 */
export function completeResponse(
  given: string | Partially<WireResponse>,
  request: Partial<CallRequest<Partial<ResponseCreateParams>>> = {},
): WireResponse {
  if (typeof given === 'string') return completeResponse(fromReply({ text: given }), request)

  const { output = [], ...rest } = given
  const { usage, ...fields } = known(rest)
  const id = `resp_${request.number ?? 1}`
  const begun: WireResponse = { ...blank, id, ...repeated(request.body), ...fields }
  const status = fields.status ?? statusOf(begun)
  const nextId = idsInside(begun.id, idsOf(output))
  const last = cutShort(output, status)
  return {
    ...begun,
    ...ending(status, begun),
    ...fields,
    status,
    output: output.map((item, index) =>
      completeItem(item, nextId, index === last ? { status } : {}),
    ),
    ...(usage !== undefined && { usage: usage && completeUsage(usage) }),
  }
}

/** Finds the index of the message that a limit has cut short; -1 for none. */
function cutShort(
  output: ReadonlyArray<{ readonly type?: string | undefined }>,
  status: WireResponse['status'],
): number {
  return status === 'incomplete'
    ? output.findLastIndex(({ type = 'message' }) => type === 'message')
    : -1
}

/** Gives the fields of the body of a request that the response repeats. */
function repeated(body: unknown): object {
  if (!isRecord(body)) return {}
  const fields = Object.entries(body).filter(
    ([key, value]) => Object.hasOwn(blank, key) && value !== null,
  )
  return defined(Object.fromEntries(fields))
}

function known(fields: Partially<WireResponse>): Partial<WireResponse> {
  // The author gives fields inside fields whole. The schema of the events checks them.
  return defined(fields) as Partial<WireResponse>
}

function statusOf({ error, incomplete_details }: WireResponse) {
  if (error) return 'failed'
  return incomplete_details ? 'incomplete' : 'completed'
}

/** Gives the fields that a response gets at its end. */
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

/** The numbers of tokens. Each has a default; the total is the sum unless given. */
export type GivenUsage = {
  readonly [Field in keyof ResponseUsage]?: Partial<ResponseUsage[Field]> | undefined
}

/** Completes a usage: the total and the details. */
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
