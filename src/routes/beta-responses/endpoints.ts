import type { Cue } from '../../streaming/index.js'
import type { Endpoint, StreamingEndpoint } from '../endpoint.js'
import { listAt, valueAt } from '../protocol/fields.js'
import { typed } from '../protocol/schema.js'
import type { ResourceEndpoint } from '../resources/resource-endpoints.js'
import type { ItemListEndpoint } from '../responses/conversation-items.js'
import { createResponse } from '../responses/endpoint.js'
import type { InputTokenCount } from '../responses/input-tokens.js'
import { retrieveResponse } from '../responses/retrieve-response.js'
import { storedResponses as stored } from '../responses/stored-responses.js'
import { orderedByName } from '../responses/wire-order.js'
import { betaResponseEvent } from './beta-event-schema.js'
import type {
  BetaCompactBody,
  BetaCompactedResponse,
  BetaResponseBody,
  BetaResponseEvent,
  BetaResponseItem,
  BetaWireResponse,
} from './beta-types.js'

type BetaStream<Body> = StreamingEndpoint<BetaResponseEvent, Body, BetaWireResponse>

/** The endpoints of the beta of Responses. */
export const betaResponses = {
  /**
   * Creates a route that answers `POST /responses?beta=true`.
   *
   * @example
   * server.use(beta.responses.create('Hello there'))
   */
  create: streamOf<BetaResponseBody>(createResponse),
  /**
   * Creates a route that answers `GET /responses/{response_id}?beta=true`.
   *
   * @example
   * server.use(beta.responses.retrieve('Hello there'))
   */
  retrieve: streamOf<unknown>(retrieveResponse),
  /**
   * Creates a route that answers `DELETE /responses/{response_id}?beta=true`.
   *
   * @example
   * server.use(beta.responses.delete())
   */
  delete: betaOf<typeof stored.delete>(stored.delete),
  /**
   * Creates a route that answers `POST /responses/{response_id}/cancel?beta=true` with a cancelled
   * response.
   *
   * @example
   * server.use(beta.responses.cancel())
   */
  cancel: betaOf<ResourceEndpoint<BetaWireResponse, undefined>>(stored.cancel),
  /**
   * Creates a route that answers `POST /responses/compact?beta=true` with the items that replace
   * those of a conversation.
   *
   * @example
   * server.use(beta.responses.compact())
   */
  compact: betaOf<ResourceEndpoint<BetaCompactedResponse, BetaCompactBody>>(stored.compact),
  /** The items of the input of a response. */
  inputItems: {
    /**
     * Creates a route that answers `GET /responses/{response_id}/input_items?beta=true` with the page
     * of these items for which the request asks.
     *
     * @example
     * server.use(beta.responses.inputItems.list([{ role: 'user', content: 'Hello?' }]))
     */
    list: betaOf<ItemListEndpoint<BetaResponseItem>>(stored.inputItems.list),
  },
  /** The tokens of an input. */
  inputTokens: {
    /**
     * Creates a route that answers `POST /responses/input_tokens?beta=true` with a number of tokens:
     * about one for four characters unless given.
     *
     * @example
     * server.use(beta.responses.inputTokens.count({ input_tokens: 120_000 }))
     */
    count: betaOf<ResourceEndpoint<InputTokenCount, Partial<BetaResponseBody> | undefined>>(
      stored.inputTokens.count,
    ),
  },
}

/** Makes the endpoint of the beta of an endpoint of Responses. */
function betaOf<Beta>(stable: Pick<Endpoint, 'name'>): Beta {
  const beta: unknown = {
    ...stable,
    name: `beta.${stable.name}`,
    requiredQuery: { beta: 'true' },
  }
  // The functions of Responses read the shared fields alone, and keep all others.
  return beta as Beta
}

/** Makes the endpoint of the beta of a stream, whose events have agents. */
function streamOf<Body>(stable: Pick<Endpoint, 'name'>): BetaStream<Body> {
  const beta = betaOf<BetaStream<Body>>(stable)
  return {
    ...beta,
    wire: { ...beta.wire, event: typed(betaResponseEvent) },
    unfold: (response, request) => withAgents(beta.unfold?.(response, request) ?? [], response),
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
