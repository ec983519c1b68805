import type { ResponseCreateParams } from 'openai/resources/responses/responses'
import { z } from 'zod'
import {
  errorObject,
  namedByType,
  type Endpoint,
  type Played,
  type StreamError,
} from '../../streaming/index.js'
import { RATE_LIMITS } from '../headers.js'
import { stream, typed } from '../schema.js'
import { completeResponse } from './complete.js'
import { responseEvent, type ResponseEvent, type WireResponse } from './events.js'
import { foldResponse } from './fold.js'
import { isFinal } from './sequence.js'
import { unfoldResponse } from './unfold.js'

/** `POST /responses`. */
export const createResponse: Endpoint<ResponseEvent, ResponseCreateParams, WireResponse> = {
  name: 'responses.create',
  method: 'POST',
  path: '/responses',
  body: typed(request()),
  event: typed(responseEvent),
  frame: namedByType,
  isFinal,
  error: failure,
  headers: RATE_LIMITS,
  fold: foldResponse,
  unfold: unfoldResponse,
  complete: completeResponse,
}

function request(): z.ZodType {
  const asked = ['input', 'prompt', 'conversation', 'previous_response_id']

  return z
    .looseObject({
      model: z.string().optional(),
      input: z.union([z.string(), z.array(z.looseObject({}))]).optional(),
      stream,
    })
    .refine((body) => asked.some((field) => field in body), { path: ['input'] })
}

/** An `error` event, nested, and then the end of the response that it belongs to. */
function failure(error: StreamError, { first, last }: Played<ResponseEvent>) {
  const number: unknown = last?.sequence_number
  const next = typeof number === 'number' ? number + 1 : 0
  const told = { type: 'error', sequence_number: next, error: errorObject(error) }
  if (typeof first !== 'object' || !('response' in first)) return [namedByType(told)]

  const failed = {
    type: 'response.failed',
    sequence_number: next + 1,
    response: {
      ...first.response,
      status: 'failed',
      error: { code: error.code ?? 'server_error', message: error.message },
    },
  }
  return [namedByType(told), namedByType(failed)]
}
