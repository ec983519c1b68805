import type { ConversationItem, ItemCreateParams } from 'openai/resources/conversations/items'
import type { EasyInputMessage } from 'openai/resources/responses/responses'
import { z } from 'zod'
import type { Endpoint } from '../endpoint.js'
import { defined } from '../protocol/defaults.js'
import { listAt } from '../protocol/fields.js'
import { typed } from '../protocol/schema.js'
import type { ListPage } from '../resources/list-page.js'
import { itemListEndpoint, itemPage, type GivenItem } from '../responses/conversation-items.js'

/** The endpoint `POST /conversations/{conversation_id}/items`. */
export const createItems: Endpoint<
  never,
  Pick<ItemCreateParams, 'items'>,
  ListPage<ConversationItem>,
  ReadonlyArray<GivenItem<ConversationItem>>
> = {
  name: 'conversations.items.create',
  method: 'POST',
  path: '/conversations/:conversation_id/items',
  body: typed(z.looseObject({ items: z.array(z.looseObject({})) })),
  short: 'list',
  complete: (given, { body, number }) =>
    itemPage<ConversationItem>(given, `items_${number}`, listAt(body, 'items')),
}

/** The endpoint `GET /conversations/{conversation_id}/items/{item_id}`. */
export const retrieveItem: Endpoint<never, undefined, ConversationItem, EasyInputMessage> = {
  name: 'conversations.items.retrieve',
  method: 'GET',
  path: '/conversations/:conversation_id/items/:item_id',
  short: 'none',
  complete(given, { params }) {
    const item = { id: params['item_id'], ...defined(given) }
    const { data } = itemPage<ConversationItem>([item], 'list_1')
    // The page has the one item.
    return data[0] as ConversationItem
  },
}

/** The endpoint `GET /conversations/{conversation_id}/items`. */
export const listItems = itemListEndpoint<ConversationItem>({
  name: 'conversations.items.list',
  path: '/conversations/:conversation_id/items',
})
