import type { CallRequest } from '../endpoint.js'
import { fill, type Partially } from '../protocol/defaults.js'
import { valueAt } from '../protocol/fields.js'

/** One page of a list, as the API answers. */
export interface ListPage<Item> {
  readonly object: 'list'
  /** The items of the page. */
  readonly data: readonly Item[]
  /** The id of the first item of the page; null for an empty page. */
  readonly first_id: string | null
  /** The id of the last item of the page; null for an empty page. */
  readonly last_id: string | null
  /** True where the list has items after the page. */
  readonly has_more: boolean
}

/** The rules by which a list is paged. */
export interface PagingRules<Item> {
  /** The most items of a page; 20 unless given. A request can ask for fewer with `limit`. */
  readonly limit?: number
  /** The order of the items unless a request asks for another; `desc` unless given. */
  readonly order?: 'asc' | 'desc'
  /** Chooses items by the query of the request; every item unless given. */
  filter?(item: Item, query: URLSearchParams): boolean
}

/**
 * Gives the page that a request asks for: by `limit`, `order`, `after` and `before`.
 *
 * @param items All items, in the default order of the list.
 */
export function pageOf<Item extends object>(
  items: readonly Item[],
  { url: { searchParams: query } }: Pick<CallRequest, 'url'>,
  { limit = 20, order = 'desc', filter = () => true }: PagingRules<Item> = {},
): ListPage<Item> {
  const chosen = items.filter((item) => filter(item, query))
  const ordered = (query.get('order') ?? order) === order ? chosen : chosen.toReversed()
  const rest = between(ordered, query.get('after'), query.get('before'))
  const size = Number(query.get('limit') ?? limit)
  // With `before` alone, the page ends at the item before it.
  const isBackward = query.has('before') && !query.has('after')
  const data = isBackward ? rest.slice(Math.max(rest.length - size, 0)) : rest.slice(0, size)
  return listPage(data, rest.length > data.length)
}

/** Makes a page of its items. */
export function listPage<Item extends object>(
  data: readonly Item[],
  has_more = false,
): ListPage<Item> {
  return { object: 'list', data, first_id: idOf(data[0]), last_id: idOf(data.at(-1)), has_more }
}

/**
 * Completes a page: an array of all items is paged as the request asks, and a page is taken as it is.
 *
 * @param complete Completes one item. `index` counts the items of the list, from 0 on.
 */
export function completePage<Item extends object>(
  given: readonly Partially<Item>[] | Partially<ListPage<Item>>,
  request: Pick<CallRequest, 'url'>,
  rules: PagingRules<Item>,
  complete: (item: Partially<Item>, index: number) => Item,
): ListPage<Item> {
  if (isItems(given)) return pageOf(given.map(complete), request, rules)

  const { data = [], ...rest } = given
  return fill(listPage(data.map(complete)), rest)
}

function isItems<Item>(given: object): given is readonly Item[] {
  return Array.isArray(given)
}

/** Gives the items of a list that are after one item and before another one. */
function between<Item>(
  items: readonly Item[],
  after: string | null,
  before: string | null,
): Item[] {
  const start = after === null ? 0 : indexOf(items, after) + 1
  const end = before === null ? items.length : indexOf(items, before)
  return items.slice(start, end === -1 ? items.length : end)
}

function indexOf(items: readonly unknown[], id: string): number {
  return items.findIndex((item) => idOf(item) === id)
}

function idOf(item: unknown): string | null {
  const id = valueAt(item, 'id')
  return typeof id === 'string' ? id : null
}
