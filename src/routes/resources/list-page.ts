import { z } from 'zod'
import type { CallRequest } from '../endpoint.js'
import { fill, type Partially } from '../protocol/defaults.js'
import { valueAt } from '../protocol/fields.js'
import { damageOf } from '../protocol/schema.js'

/** One page of a list, as the API answers. */
export interface ListPage<Item> {
  /** The type of the object. */
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

/** The items that are paged, where they differ from those that an author gives a route. */
export interface PagedItems {
  /** The order of the items; the usual order of the list unless given. */
  readonly order?: 'asc' | 'desc'
  /** Makes the error for a cursor that is the id of no item. */
  unknownCursor?(name: 'after' | 'before', id: string): Error
}

/**
 * Gives the page that a request asks for: by `limit`, `order`, `after` and `before`. Reads no more
 * items than the page has, beside one search for each cursor.
 *
 * @param items All items.
 * @throws {RangeError} When `after` or `before` is the id of no item.
 */
export function pageOf<Item extends object>(
  items: readonly Item[],
  { url: { searchParams: query } }: Pick<CallRequest, 'url'>,
  { limit = 20, order = 'desc', filter = () => true }: PagingRules<Item> = {},
  { order: given = order, unknownCursor = cursorError }: PagedItems = {},
): ListPage<Item> {
  const list = { items, isReversed: (query.get('order') ?? order) !== given, unknownCursor }
  const after = query.get('after')
  const before = query.get('before')
  const start = after === null ? 0 : indexOf(list, 'after', after) + 1
  const end = before === null ? items.length : indexOf(list, 'before', before)
  // With `before` alone, the page ends at the item before it.
  const isBackward = before !== null && after === null
  const size = sizeOf(query.get('limit'), limit)
  const data: Item[] = []
  for (let index = start; index < end && data.length <= size; index++) {
    const item = itemAt(list, isBackward ? start + end - 1 - index : index)
    if (item && filter(item, query)) data.push(item)
  }
  // The first item that does not fit says that there is more.
  const hasMore = data.length > size
  if (hasMore) data.pop()
  return listPage(isBackward ? data.toReversed() : data, hasMore)
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

/** A list in the order of its pages. */
interface OrderedList<Item> extends Required<Pick<PagedItems, 'unknownCursor'>> {
  readonly items: readonly Item[]
  /** True where the pages have the order opposite to that of the items. */
  readonly isReversed: boolean
}

function itemAt<Item>({ items, isReversed }: OrderedList<Item>, index: number): Item | undefined {
  return items[isReversed ? items.length - 1 - index : index]
}

/**
 * Finds the item with an id. Of several items with one id, the last is the cursor for `after`, and
 * the first for `before`: paging comes to an end.
 */
function indexOf<Item extends object>(
  { items, isReversed, unknownCursor }: OrderedList<Item>,
  name: 'after' | 'before',
  id: string,
): number {
  const isCursor = (item: Item) => 'id' in item && item.id === id
  const isLast = (name === 'after') !== isReversed
  const index = isLast ? items.findLastIndex(isCursor) : items.findIndex(isCursor)
  if (index === -1) throw unknownCursor(name, id)
  return isReversed ? items.length - 1 - index : index
}

function cursorError(name: string, id: string): RangeError {
  return new RangeError(
    `Failed to page a list: the request asks for the items ${name} "${id}", and no item has this id. ` +
      'Give all items of the list, or one page as { data: […], has_more: true }.',
  )
}

function idOf(item: unknown): string | null {
  const id = valueAt(item, 'id')
  return typeof id === 'string' ? id : null
}
