import type { ResponseItem } from 'openai/resources/responses/responses'
import { defined } from '../protocol/defaults.js'
import { responseUsageOf } from '../protocol/answer-usage.js'
import {
  deleteEndpoint,
  type Deleted,
  type ResourceEndpoint,
} from '../resources/resource-endpoints.js'
import { compactResponse } from './compaction.js'
import { completeResponse } from './complete.js'
import { itemListEndpoint, type ItemListEndpoint } from './conversation-items.js'
import { countInputTokens } from './input-tokens.js'
import type { WireResponse } from './response-event-schema.js'

const family = { name: 'responses', param: 'response_id', deleted: 'response' }

const cancel: ResourceEndpoint<WireResponse, undefined> = {
  name: 'responses.cancel',
  method: 'POST',
  path: '/responses/:response_id/cancel',
  requiredQuery: { beta: null },
  short: 'none',
  complete(given, { params }) {
    const cancelled = { id: params['response_id'], status: 'cancelled', background: true } as const
    return completeResponse({ ...cancelled, ...defined(given) })
  },
  usageOf: responseUsageOf,
}

const remove: ResourceEndpoint<Deleted, undefined> = {
  ...deleteEndpoint(family, {
    name: 'delete',
    method: 'DELETE',
    path: '/responses/:response_id',
  }),
  requiredQuery: { beta: null },
}

const listInputItems: ItemListEndpoint<ResponseItem> = {
  ...itemListEndpoint<ResponseItem>({
    name: 'responses.inputItems.list',
    path: '/responses/:response_id/input_items',
  }),
  requiredQuery: { beta: null },
}

/** The endpoints of responses that the server has. */
export const storedResponses = {
  /**
   * Creates a route that answers `DELETE /responses/{response_id}`.
   *
   * @example
   * server.use(responses.delete())
   */
  delete: remove,
  /**
   * Creates a route that answers `POST /responses/{response_id}/cancel` with a cancelled response.
   *
   * @example
   * server.use(responses.cancel())
   */
  cancel,
  /**
   * Creates a route that answers `POST /responses/compact` with the items that replace those of a
   * conversation.
   *
   * @example
   * server.use(responses.compact({ output: [{ type: 'compaction', encrypted_content: 'gAAA' }] }))
   */
  compact: compactResponse,
  /** The items of the input of a response. */
  inputItems: {
    /**
     * Creates a route that answers `GET /responses/{response_id}/input_items` with the page of these
     * items for which the request asks.
     *
     * @example
     * server.use(responses.inputItems.list([{ role: 'user', content: 'Hello?' }]))
     */
    list: listInputItems,
  },
  /** The tokens of an input. */
  inputTokens: {
    /**
     * Creates a route that answers `POST /responses/input_tokens` with a number of tokens: about one
     * for four characters unless given.
     *
     * @example
     * server.use(responses.inputTokens.count({ input_tokens: 120_000 }))
     */
    count: countInputTokens,
  },
}
