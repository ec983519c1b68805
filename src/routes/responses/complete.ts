import type { ResponseCreateParams, ResponseUsage } from 'openai/resources/responses/responses'
import type { CallRequest } from '../endpoint.js'
import { assertShape } from '../protocol/assert-shape.js'
import { defined, fill, isRecord, type Partially } from '../protocol/defaults.js'
import { textAt } from '../protocol/fields.js'
import { idsInside } from '../protocol/ids.js'
import { fromReply } from './from-reply.js'
import { modelDefaults } from './model-defaults.js'
import { completeItem, idsOf } from './output-items.js'
import type { WireResponse } from './response-event-schema.js'
import { completable } from './given-response-schema.js'
import { orderedByName, orderedResponse } from './wire-order.js'

const image_tokens = { image_tokens: 0, text_tokens: 0 }

/** The usage of OpenAI's own tools before any of them is used. */
export const NO_TOOL_USAGE = {
  image_gen: {
    input_tokens: 0,
    input_tokens_details: image_tokens,
    output_tokens: 0,
    output_tokens_details: image_tokens,
    total_tokens: 0,
  },
  web_search: { num_requests: 0 },
}

/** The default fields that the SDK's types lack, or type differently. */
const unlisted: object = {
  frequency_penalty: 0,
  presence_penalty: 0,
  store: true,
  tool_usage: NO_TOOL_USAGE,
  user: null,
}

/** The defaults of a response that has just been created, beside those of its model. */
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
  ...modelDefaults('gpt-5'),
  safety_identifier: null,
  service_tier: 'auto',
  temperature: 1,
  text: { format: { type: 'text' }, verbosity: 'medium' },
  tool_choice: 'auto',
  tools: [],
  top_logprobs: 0,
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
 * @throws {TypeError} When the response is damaged, such as an `output` that is no list.
 *
 * @example
 * const response = completeResponse('Hello', { body: { model: 'gpt-5-mini' } })
 */
export function completeResponse(
  given: string | Partially<WireResponse>,
  request: Partial<CallRequest<Partial<ResponseCreateParams>>> = {},
): WireResponse {
  if (typeof given === 'string') return completeResponse(fromReply({ text: given }), request)

  assertShape(completable, given, 'complete a response')
  const { output = [], ...rest } = given
  const { usage, ...fields } = known(rest)
  const begun: WireResponse = { ...beginningOf(fields.model, request), ...fields }
  const status = fields.status ?? statusOf(begun)
  const nextId = idsInside(begun.id, idsOf(output))
  const last = cutShort(output, status)
  return orderedResponse({
    ...begun,
    ...ending(status, begun),
    ...fields,
    status,
    output: output.map((item, index) =>
      completeItem(item, nextId, index === last ? { status } : {}),
    ),
    ...(usage !== undefined && { usage: usage && completeUsage(usage) }),
  })
}

/** Makes the response to a request before the author's own fields. */
function beginningOf(
  given: string | undefined,
  { body, number = 1 }: Partial<CallRequest>,
): WireResponse {
  const model = given ?? (textAt(body, 'model') || blank.model)
  return fill({ ...blank, id: `resp_${number}`, ...modelDefaults(model) }, repeated(body))
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
  return Object.fromEntries(fields)
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
  const usage = completeUsage({ input_tokens_details: { cache_write_tokens: 0 } })
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

/** Completes a usage: the total and the details. No `cache_write_tokens` are added, which many servers lack. */
export function completeUsage(given: GivenUsage): ResponseUsage {
  const { input_tokens = 0, output_tokens = 0 } = given
  const blankUsage = {
    input_tokens,
    input_tokens_details: { cached_tokens: 0 },
    output_tokens,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: input_tokens + output_tokens,
  }
  const usage = fill(blankUsage, given)
  const input_tokens_details = orderedByName(usage.input_tokens_details)
  // The SDK's type requires `cache_write_tokens`.
  return { ...usage, input_tokens_details } as ResponseUsage
}
