import type { ResponseItem } from 'openai/resources/responses/responses'
import { textAt } from '../../../routes/protocol/fields.js'
import type { WireResponse } from '../../../routes/responses/response-event-schema.js'
import { Refusal } from '../resources/refusal.js'
import type { MemoryStore } from '../store/store.js'
import { noPreviousResponse, noSuchConversation, twoConversations } from './response-errors.js'

/** Everything that was said before a request. */
export interface Earlier {
  /** The items, oldest first. */
  readonly items: readonly object[]
  /** The id of the conversation; undefined for a request without one. */
  readonly conversation: string | undefined
}

/**
 * Finds what was said before a request: in its conversation, or up to its previous response.
 *
 * @throws {Refusal} When there is no such conversation or response, or the request names both.
 */
export function earlierThan(store: MemoryStore, body: unknown): Earlier {
  const conversation =
    textAt(body, 'conversation') || textAt(body, 'conversation', 'id') || undefined
  const previous = textAt(body, 'previous_response_id')
  if (conversation !== undefined && previous !== '') throw new Refusal(twoConversations())
  if (conversation === undefined) return { items: itemsUpTo(store, previous), conversation }

  if (!store.conversations.get(conversation)) throw new Refusal(noSuchConversation(conversation))
  return { items: store.items.of(conversation).list(), conversation }
}

/**
 * Lists the items of a response and of all responses before it. A response that was deleted has
 * none, and none before it.
 *
 * @throws {Refusal} When there is no response with this id.
 */
function itemsUpTo(store: MemoryStore, id: string): readonly object[] {
  if (id === '') return []
  if (!store.responses.get(id)) throw new Refusal(noPreviousResponse(id))

  const lists: Array<readonly object[]> = []
  let response = store.responses.get(id)
  while (response) {
    lists.push(itemsOf(store, response))
    response = store.responses.get(response.previous_response_id ?? '')
  }
  return lists.toReversed().flat()
}

/** Lists the items of one response, and those before it in its conversation. */
function itemsOf(store: MemoryStore, response: WireResponse): readonly object[] {
  const own = [...store.inputItems.of(response.id).list(), ...response.output]
  const conversation = store.conversations.get(response.conversation?.id ?? '')
  if (!conversation) return own

  const items = store.items.of(conversation.id).list()
  const end = items.findIndex((item) => textAt(item, 'id') === textAt(own.at(-1), 'id'))
  return end === -1 ? own : items.slice(0, end + 1)
}

/** Finds an item by its id, wherever it is kept. */
export function itemWithId(store: MemoryStore, id: string): ResponseItem | undefined {
  const outputs = store.responses.list().flatMap(({ output }) => output)
  const all: readonly object[] = [...store.items.list(), ...store.inputItems.list(), ...outputs]
  // The items of an output and of a conversation can be those of an input.
  return all.find((item) => textAt(item, 'id') === id) as ResponseItem | undefined
}
