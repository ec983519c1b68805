import type { ApiError } from '../../../routes/api-error.js'
import type { CallRequest } from '../../../routes/endpoint.js'
import { textAt } from '../../../routes/protocol/fields.js'
import { pageOf, type ListPage, type PagingRules } from '../../../routes/resources/list-page.js'
import { Refusal } from './refusal.js'

/**
 * Gives the page of a list that a request asks for.
 *
 * @param items All items, oldest first.
 * @param rules The rules of the list, with its usual order.
 * @param missing Makes the error for a cursor that is the id of no item.
 * @throws {Refusal} When `after` or `before` is the id of no item.
 */
export function pageFor<Item extends object>(
  items: readonly Item[],
  { url }: Pick<CallRequest, 'url'>,
  rules: PagingRules<Item>,
  missing: (id: string) => ApiError,
): ListPage<Item> {
  for (const name of ['after', 'before']) {
    const id = url.searchParams.get(name)
    const isKnown = id === null || items.some((item) => textAt(item, 'id') === id)
    if (!isKnown) throw new Refusal(missing(id))
  }
  const { order = 'desc' } = rules
  // The list of a route is given in its usual order.
  return pageOf(order === 'desc' ? items.toReversed() : items, { url }, rules)
}
