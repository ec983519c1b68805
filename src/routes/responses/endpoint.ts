import type { ResponseCreateParams } from 'openai/resources/responses/responses'
import { z } from 'zod'
import {
  errorObject,
  namedByType,
  type SentEvents,
  type SseRecord,
  type StreamError,
  type WireFormat,
} from '../../streaming/index.js'
import type { StreamingEndpoint } from '../endpoint.js'
import { isRecord } from '../protocol/defaults.js'
import { valueAt } from '../protocol/fields.js'
import { RATE_LIMITS } from '../server.js'
import { stream, typed } from '../protocol/schema.js'
import { completeResponse } from './complete.js'
import { isFinal } from './event-order.js'
import { foldResponse } from './fold.js'
import { fromReply } from './from-reply.js'
import { requestReader } from './request-reader.js'
import { responseEvent, type ResponseEvent, type WireResponse } from './response-event-schema.js'
import { responseReader } from './response-reader.js'
import { unfoldResponse } from './unfold.js'
import { orderedByName } from './wire-order.js'

/** The wire format of the stream of a response. */
export const responseWire: WireFormat<ResponseEvent> = {
  event: typed(responseEvent),
  frame: namedByType,
  isFinal,
  remembers: (event) =>
    hasResponse(event) || valueAt(event, 'type') === 'response.output_item.done',
  error: failure,
}

/** The endpoint `POST /responses`. */
export const createResponse: StreamingEndpoint<ResponseEvent, ResponseCreateParams, WireResponse> =
  {
    name: 'responses.create',
    method: 'POST',
    path: '/responses',
    requiredQuery: { beta: null },
    body: typed(requestBody()),
    wire: responseWire,
    openAIHeaders: RATE_LIMITS,
    fold: foldResponse,
    unfold: unfoldResponse,
    complete: completeResponse,
    fromReply,
    request: requestReader,
    events: responseReader,
  }

function requestBody(): z.ZodType {
  const inputs = ['input', 'prompt', 'conversation', 'previous_response_id']

  return z
    .looseObject({
      model: z.string().optional(),
      input: z.union([z.string(), z.array(z.looseObject({}))]).optional(),
      stream,
    })
    .refine((body) => inputs.some((field) => field in body), { path: ['input'] })
}

function hasResponse(event: ResponseEvent): boolean {
  return isRecord(valueAt(event, 'response'))
}

/** Makes the records of an error: an `error` event and, for a response that has begun, `response.failed`. */
function failure(
  error: StreamError,
  { last, remembered }: SentEvents<ResponseEvent>,
): readonly SseRecord[] {
  const numbers = [...remembered, last].map((event) => valueAt(event, 'sequence_number'))
  const next = 1 + Math.max(-1, ...numbers.filter((number) => typeof number === 'number'))
  const event = { type: 'error', sequence_number: next, error: errorObject(error) }
  if (!remembered.some(hasResponse) || remembered.some(isFinal)) return [recordOf(event)]

  const failed = {
    type: 'response.failed',
    sequence_number: next + 1,
    response: {
      ...foldResponse(remembered),
      status: 'failed',
      error: { code: String(error.code ?? 'server_error'), message: error.message },
    },
  }
  return [recordOf(event), recordOf(failed)]
}

function recordOf(event: { readonly type: string }): SseRecord {
  return namedByType(orderedByName(event))
}
