import type { Cue } from '../../streaming/index.js'
import type { StreamingEndpoint } from '../endpoint.js'
import { listAt, valueAt } from '../protocol/fields.js'
import { typed } from '../protocol/schema.js'
import { createResponse } from '../responses/endpoint.js'
import { retrieveResponse } from '../responses/retrieve-response.js'
import { orderedByName } from '../responses/wire-order.js'
import { betaResponseEvent } from './beta-event-schema.js'
import type { BetaResponseBody, BetaResponseEvent, BetaWireResponse } from './beta-types.js'

type BetaEndpoint<Body> = StreamingEndpoint<BetaResponseEvent, Body, BetaWireResponse>

/** The endpoint `POST /responses?beta=true`. */
export const createBetaResponse = betaOf<BetaResponseBody>('beta.responses.create', createResponse)

/** The endpoint `GET /responses/{response_id}?beta=true`. */
export const retrieveBetaResponse = betaOf<unknown>('beta.responses.retrieve', retrieveResponse)

/** Makes the endpoint of the beta of an endpoint of Responses. */
function betaOf<Body>(
  name: string,
  endpoint: typeof createResponse | typeof retrieveResponse,
): BetaEndpoint<Body> {
  // The functions of Responses read the shared fields alone, and keep all others.
  const stable = endpoint as unknown as BetaEndpoint<Body>
  return {
    ...stable,
    name,
    requiredQuery: { beta: 'true' },
    wire: { ...stable.wire, event: typed(betaResponseEvent) },
    unfold: (response, request) => withAgents(stable.unfold?.(response, request) ?? [], response),
  }
}

/** Adds to the events of each item the agent of the item. */
function* withAgents(
  events: Iterable<BetaResponseEvent | Cue>,
  response: BetaWireResponse,
): Generator<BetaResponseEvent | Cue> {
  const output = listAt(response, 'output')
  for (const event of events) {
    const agent = valueAt(output[Number(valueAt(event, 'output_index'))], 'agent')
    const more: object = { agent }
    yield agent ? orderedByName({ ...event, ...more }) : event
  }
}
