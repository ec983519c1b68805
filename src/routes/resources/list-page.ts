import { z } from 'zod'
import type { CallRequest } from '../endpoint.js'
import { fill, type Partially } from '../protocol/defaults.js'
import { valueAt } from '../protocol/fields.js'
import { damageOf } from '../protocol/schema.js'

/** One page of a list, as the API answers. */
export interface ListPage<Item> {
  readonly object: 'list'
  /** The items of the page. */
  readonly data: readonly Item[]
  /** The id of the first item of the page; null for an empty page. */
  readonly first_id: string | null
  /** The id of the last item of the page; null for an empty page. */
  readonly last_id: string | null
  /** True where the list has more items in the direction of the page. */
  readonly has_more: boolean
}

/** The rules by which a list is paged. */
export interface PagingRules<Item> {
  /** The number of items of a page; 20 unless given. A request can ask for another with `limit`. */
  readonly limit?: number
  /** The highest `limit` that a request can ask for; 100 unless given. */
  readonly maximum?: number
  /** The order of the items unless a request asks for another; `desc` unless given. */
  readonly order?: 'asc' | 'desc'
  /** Chooses items by the query of the request; every item unless given. */
  filter?(item: Item, query: URLSearchParams): boolean
}

/**
 * Gives the page that a request asks for: by `limit`, `order`, `after` and `before`.
 *
 * @param items All items, in the default order of the list.
 * @throws {RangeError} When `after` or `before` is the id of no item.
 */
export function pageOf<Item extends object>(
  items: readonly Item[],
  { url: { searchParams: query } }: Pick<CallRequest, 'url'>,
  { limit = 20, order = 'desc', filter = () => true }: PagingRules<Item> = {},
): ListPage<Item> {
  const ordered = (query.get('order') ?? order) === order ? items : items.toReversed()
  const rest = between(ordered, query).filter((item) => filter(item, query))
  const size = sizeOf(query.get('limit'), limit)
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
  assertPage(given)
  if (isItems(given)) return pageOf(given.map(complete), request, rules)

  const { data = [], ...rest } = given
  return fill(listPage(data.map(complete)), rest)
}

const page = z.looseObject({ data: z.array(z.looseObject({})).optional() })

/**
 * Checks the items of a page that plain JavaScript may have given.
 *
 * @throws {TypeError} When they are no list of objects.
 */
export function assertPage(given: object): void {
  // The items of a list have been checked as an answer.
  const damage = isItems(given) ? undefined : damageOf(page, given)
  if (damage) throw new TypeError(`Failed to complete a page of a list: it is ${damage}.`)
}

/** Recognizes a list of items, which is no page. */
export function isItems<Item>(given: object): given is readonly Item[] {
  return Array.isArray(given)
}

/** Reads the size of a page. A wrong `limit` is refused before, unless the route checks no requests. */
function sizeOf(limit: string | null, usual: number): number {
  const size = Number(limit ?? usual)
  return size >= 0 ? size : usual
}

/** Gives the items of a list that are after one item and before another one. */
function between<Item>(items: readonly Item[], query: URLSearchParams): readonly Item[] {
  const after = query.get('after')
  const before = query.get('before')
  const ids = items.map(idOf)
  // Of several items with one id, the last is the cursor: paging comes to an end.
  const start = after === null ? 0 : found(ids.lastIndexOf(after), 'after', after) + 1
  const end = before === null ? ids.length : found(ids.indexOf(before), 'before', before)
  return items.slice(start, end)
}

function found(index: number, name: string, id: string): number {
  if (index !== -1) return index
  throw new RangeError(
    `Failed to page a list: the request asks for the items ${name} "${id}", and no item has this id. ` +
      'Give all items of the list, or one page as { data: […], has_more: true }.',
  )
}

function idOf(item: unknown): string | null {
  const id = valueAt(item, 'id')
  return typeof id === 'string' ? id : null
}
