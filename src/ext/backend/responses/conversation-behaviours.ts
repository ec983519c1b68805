import type { Conversation } from 'openai/resources/conversations/conversations'
import type { ConversationItem } from 'openai/resources/conversations/items'
import { api, type Api } from '../../../routes/api.js'
import { listAt } from '../../../routes/protocol/fields.js'
import { listPage } from '../../../routes/resources/list-page.js'
import type { BehavioursOf } from '../behaviour.js'
import type { BackendContext } from '../context.js'
import {
  creating,
  deleting,
  retrieving,
  updating,
  type AnyCall,
  type StoredFamily,
} from '../resources/family-behaviours.js'
import { found } from '../resources/found.js'
import { pageFor } from '../resources/page-for.js'
import { noSuchConversation, noSuchItem } from './response-errors.js'
import { itemIds } from './item-ids.js'
import { itemsOf } from './continued-request.js'

/** Makes the behaviours of conversations. */
export function conversationBehaviours({
  store,
  numbering,
}: BackendContext): BehavioursOf<Api['conversations']> {
  const family: StoredFamily<Conversation> = {
    param: 'conversation_id',
    collection: () => store.conversations,
    missing: noSuchConversation,
  }
  const create = creating(family, api.conversations.create)
  const conversationOf = retrieving(family)
  const itemsIn = (call: AnyCall) => store.items.of(conversationOf(call).id)

  /** Adds the items of the body of a request. */
  function add({ body }: AnyCall, { id }: Conversation): ConversationItem[] {
    const items = store.items.of(id)
    const given = listAt(body, 'items').map(Object)
    return itemsOf(given, store, itemIds(numbering, items.list())).map((item) =>
      // The items of an input are those of a conversation.
      items.put(item as ConversationItem),
    )
  }

  return {
    create(call) {
      const conversation = create(call)
      add(call, conversation)
      return conversation
    },
    retrieve: conversationOf,
    update: updating(family),
    delete: deleting(family),
    items: {
      create: (call) => listPage(add(call, conversationOf(call))),
      retrieve: (call) => found(itemsIn(call), call, 'item_id', noSuchItem),
      list: (call) => pageFor(itemsIn(call).list(), call, {}, noSuchItem),
      delete(call) {
        const items = itemsIn(call)
        items.delete(found(items, call, 'item_id', noSuchItem).id ?? '')
        return conversationOf(call)
      },
    },
  }
}
