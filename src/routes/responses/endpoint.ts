import type { ResponseCreateParams } from 'openai/resources/responses/responses'
import {
  errorObject,
  namedByType,
  type SentEvents,
  type SseRecord,
  type StreamError,
  type WireFormat,
} from '../../streaming/index.js'
import { apiError, type ApiError } from '../api-error.js'
import type { StreamingEndpoint } from '../endpoint.js'
import { isRecord } from '../protocol/defaults.js'
import { valueAt } from '../protocol/fields.js'
import { RATE_LIMITS, UNEXPOSED } from '../server.js'
import { typed } from '../protocol/schema.js'
import { responseUsageOf, type AnswerUsage } from '../protocol/answer-usage.js'
import { completeResponse } from './complete.js'
import { isFinal } from './event-order.js'
import { foldResponse } from './fold.js'
import { fromReply } from './from-reply.js'
import { requestReader } from './request-reader.js'
import { responseEvent, type ResponseEvent, type WireResponse } from './response-event-schema.js'
import { responseReader } from './response-reader.js'
import { responseRequest } from './response-request.js'
import { responseRules } from './rules.js'
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
    body: typed(responseRequest),
    wire: responseWire,
    errors: { contextLengthExceeded, modelNotFound },
    openAIHeaders: Object.freeze({ ...RATE_LIMITS, ...UNEXPOSED }),
    fold: foldResponse,
    unfold: unfoldResponse,
    complete: completeResponse,
    fromReply,
    usageOf: usageOfResponse,
    request: requestReader,
    events: responseReader,
    rules: responseRules,
  }

/** Reads the usage of a response, or of that in an event. */
export function usageOfResponse(sent: unknown): AnswerUsage | undefined {
  return responseUsageOf(sent) ?? responseUsageOf(valueAt(sent, 'response'))
}

function contextLengthExceeded(): ApiError {
  const message =
    'Your input exceeds the context window of this model. Please adjust your input and try again.'
  return apiError(400, { message, param: 'input', code: 'context_length_exceeded' })
}

function modelNotFound(model: string): ApiError {
  const message = `The requested model '${model}' does not exist.`
  return apiError(400, { message, param: 'model', code: 'model_not_found' })
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
