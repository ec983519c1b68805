import type { EasyInputMessage, ResponseOutputItem } from 'openai/resources/responses/responses'
import type { Endpoint } from '../endpoint.js'
import { fill, isRecord, type Partially } from '../protocol/defaults.js'
import { idsInside } from '../protocol/ids.js'
import { assertPage, isItems, listPage, pageOf, type ListPage } from '../resources/list-page.js'
import { listQuery } from '../resources/list-query.js'
import { completeItem, idsOf } from './output-items.js'

/** An item of a conversation, as authors give it: a message of a text, or any item that lacks fields. */
export type GivenItem<Item> = Partially<Item> | EasyInputMessage

/** Several items, or a page of them. */
export type GivenItems<Item> = ReadonlyArray<GivenItem<Item>> | Partially<ListPage<Item>>

/** An endpoint with a list of the items of a conversation. An array of items is an answer. */
export type ItemListEndpoint<Item> = Endpoint<
  never,
  undefined,
  ListPage<Item>,
  ReadonlyArray<GivenItem<Item>>
>

/** Declares an endpoint that answers with a list of the items of a conversation. */
export function itemListEndpoint<Item extends object>({
  name,
  path,
}: Pick<Endpoint, 'name' | 'path'>): ItemListEndpoint<Item> {
  return {
    name,
    method: 'GET',
    path,
    short: 'list',
    query: listQuery(),
    complete(given, request) {
      const page = itemPage<Item>(given, 'list_1')
      return isItems(given) ? pageOf(page.data, request) : page
    },
  }
}

/**
 * Makes a page of items. Each item gets an id, and a message the role of the user and a list of parts.
 *
 * @param owner The id of the resource with the items, of which default ids contain the number.
 * @param usual The items of a page that has none.
 */
export function itemPage<Item extends object>(
  given: GivenItems<Item>,
  owner: string,
  usual: readonly unknown[] = [],
): ListPage<Item> {
  assertPage(given)
  const page: Partially<ListPage<unknown>> = isItems(given) ? { data: given } : given
  const { data = usual, ...rest } = page
  // Each is a part of an item.
  const items = data.filter(isRecord) as ReadonlyArray<Partially<ResponseOutputItem>>
  const nextId = idsInside(owner, idsOf(items))
  const all: readonly object[] = items.map((item) => completeItem(withRole(item), nextId))
  // The items of an output have the fields of those of a conversation.
  return fill(listPage(all as readonly Item[]), rest)
}

/** Gives a message the role of the user, and each of its parts a type, unless it has them. */
function withRole(item: Partially<ResponseOutputItem>): Partially<ResponseOutputItem> {
  const { type = 'message', role = 'user', content = [] }: Record<string, unknown> = { ...item }
  if (type !== 'message') return item

  const parts = typeof content === 'string' ? [{ text: content }] : content
  const partType = role === 'assistant' ? 'output_text' : 'input_text'
  const typed = Array.isArray(parts) ? parts.map((part) => ({ type: partType, ...part })) : parts
  // An item of an output has no input for its content.
  return { ...item, role, content: typed } as Partially<ResponseOutputItem>
}
