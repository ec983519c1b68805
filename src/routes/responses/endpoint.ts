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
import { stream, typed } from '../protocol/schema.js'
import { temporaryResponses } from '../protocol/temporary-readers.js' // until the merge
import { completeResponse } from './complete.js'
import { responseEvent, type ResponseEvent, type WireResponse } from './events.js'
import { foldResponse } from './fold.js'
import { isFinal } from './sequence.js'
import { unfoldResponse } from './unfold.js'

/** `POST /responses`. */
export const createResponse: Endpoint<ResponseEvent, ResponseCreateParams, WireResponse> = {
  ...temporaryResponses, // until the merge
  name: 'responses.create',
  method: 'POST',
  path: '/responses',
  body: typed(request()),
  event: typed(responseEvent),
  frame: namedByType,
  isFinal,
  keeps: isKept,
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

/** Whether an event says what a response that fails has been. */
function isKept(event: ResponseEvent): boolean {
  return 'response' in event || event.type === 'response.output_item.done'
}

/** An `error` event, nested, and then the end of the response that it belongs to. */
function failure(error: StreamError, { last, kept }: Played<ResponseEvent>) {
  const numbers = [...kept, last].map((event): unknown => event?.sequence_number)
  const next = 1 + Math.max(-1, ...numbers.filter((number) => typeof number === 'number'))
  const told = { type: 'error', sequence_number: next, error: errorObject(error) }
  if (!kept.some((event) => 'response' in event) || kept.some(isFinal)) return [namedByType(told)]

  const failed = {
    type: 'response.failed',
    sequence_number: next + 1,
    response: {
      ...foldResponse(kept),
      status: 'failed',
      error: { code: error.code ?? 'server_error', message: error.message },
    },
  }
  return [namedByType(told), namedByType(failed)]
}
