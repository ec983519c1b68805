import { z } from 'zod'
import type { ResumePoint } from '../../streaming/index.js'
import type { CallRequest, StreamingEndpoint } from '../endpoint.js'
import { defined, type Partially } from '../protocol/defaults.js'
import { valueAt } from '../protocol/fields.js'
import { notAnInteger, withRules } from '../request/request-schema.js'
import { UNEXPOSED } from '../server.js'
import { completeResponse } from './complete.js'
import { responseWire, usageOfResponse } from './endpoint.js'
import { foldResponse } from './fold.js'
import { fromReply } from './from-reply.js'
import type { ResponseEvent, WireResponse } from './response-event-schema.js'
import { responseReader } from './response-reader.js'
import { retrievedResponseRules } from './rules.js'
import { unfoldResponse } from './unfold.js'

const INTEGER = /^-?\d{1,15}$/

/** The endpoint `GET /responses/{response_id}`. Unlike the others, it has no headers of rate limits. */
export const retrieveResponse: StreamingEndpoint<ResponseEvent, unknown, WireResponse> = {
  name: 'responses.retrieve',
  method: 'GET',
  path: '/responses/:response_id',
  requiredQuery: { beta: null },
  query: withRules(z.looseObject({ starting_after: z.string().optional() }), [
    ({ starting_after: number = '0' }) =>
      INTEGER.test(number) ? undefined : notAnInteger('starting_after'),
  ]),
  wire: responseWire,
  openAIHeaders: UNEXPOSED,
  resume: resumePointOf,
  fold: foldResponse,
  unfold: (response, { url }) => unfoldResponse(response, { url }),
  complete: completeRetrieved,
  fromReply,
  usageOf: usageOfResponse,
  events: responseReader,
  rules: retrievedResponseRules,
  // A client may ask for the events behind the last one.
  withoutRules: ['stream/empty'],
}

/** Gives the point of `starting_after`: the number of the last event that the client has. */
function resumePointOf({ url }: CallRequest): ResumePoint<ResponseEvent> | undefined {
  const number = url.searchParams.get('starting_after') ?? ''
  return INTEGER.test(number) ? { after: Number(number), placeOf: numberOf } : undefined
}

function numberOf(event: ResponseEvent): number | undefined {
  // An event that is not checked may have anything for a number.
  const number = valueAt(event, 'sequence_number')
  return typeof number === 'number' ? number : undefined
}

/**
 * Completes a response that is retrieved: its id is that of the path unless given. OpenAI streams
 * only those that were created in the background.
 */
function completeRetrieved(
  given: string | Partially<WireResponse>,
  { params, url }: CallRequest,
): WireResponse {
  const partial = typeof given === 'string' ? fromReply({ text: given }) : given
  const background = url.searchParams.get('stream') === 'true'
  const defaults = { ...defined({ id: params['response_id'] }), background }
  return completeResponse({ ...defaults, ...defined(partial) })
}
