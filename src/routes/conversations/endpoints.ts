import type {
  Conversation,
  ConversationCreateParams,
  ConversationUpdateParams,
} from 'openai/resources/conversations/conversations'
import { z } from 'zod'
import { CREATED_AT } from '../resources/created-at.js'
import { bodyWithMetadata, metadataTexts } from '../resources/metadata-schema.js'
import { familyEndpoints, resourceEndpoint, type Family } from '../resources/resource-endpoints.js'
import { createItems, listItems, retrieveItem } from './item-endpoints.js'

const family: Family<Conversation> = {
  name: 'conversations',
  path: '/conversations',
  param: 'conversation_id',
  prefix: 'conv_',
  deleted: 'conversation.deleted',
  creation: bodyWithMetadata,
  change: z.looseObject({ metadata: metadataTexts }),
  defaults: (id) => ({ id, object: 'conversation', created_at: CREATED_AT, metadata: {} }),
}

const {
  create,
  retrieve,
  update,
  delete: remove,
} = familyEndpoints<Conversation, ConversationCreateParams | undefined, ConversationUpdateParams>(
  family,
)

/** The endpoints of conversations. */
export const conversations = {
  /**
   * Creates a route that answers `POST /conversations` with the metadata of the request.
   *
   * @example
   * server.use(conversations.create({ id: 'conv_abc' }))
   */
  create,
  /**
   * Creates a route that answers `GET /conversations/{conversation_id}`.
   *
   * @example
   * server.use(conversations.retrieve({ metadata: { topic: 'weather' } }))
   */
  retrieve,
  /**
   * Creates a route that answers `POST /conversations/{conversation_id}` with the metadata of the
   * request.
   *
   * @example
   * server.use(conversations.update())
   */
  update,
  /**
   * Creates a route that answers `DELETE /conversations/{conversation_id}`.
   *
   * @example
   * server.use(conversations.delete())
   */
  delete: remove,
  /** The items of a conversation. */
  items: {
    /**
     * Creates a route that answers `POST /conversations/{conversation_id}/items` with the items of
     * the request, or with these.
     *
     * @example
     * server.use(conversations.items.create())
     */
    create: createItems,
    /**
     * Creates a route that answers `GET /conversations/{conversation_id}/items/{item_id}`.
     *
     * @example
     * server.use(conversations.items.retrieve('Hello there'))
     */
    retrieve: retrieveItem,
    /**
     * Creates a route that answers `GET /conversations/{conversation_id}/items` with the page of
     * these items for which the request asks.
     *
     * @example
     * const content = [{ type: 'output_text' as const, text: 'It is sunny.' }]
     * server.use(conversations.items.list([{ type: 'message', role: 'assistant', content }]))
     */
    list: listItems,
    /**
     * Creates a route that answers `DELETE /conversations/{conversation_id}/items/{item_id}` with
     * the conversation.
     *
     * @example
     * server.use(conversations.items.delete())
     */
    delete: resourceEndpoint<Conversation, undefined>(
      { ...family, name: 'conversations.items' },
      {
        name: 'delete',
        method: 'DELETE',
        path: '/conversations/:conversation_id/items/:item_id',
      },
    ),
  },
}
