import { apiError, type ApiError } from '../../../routes/api-error.js'
import type { CallRequest } from '../../../routes/endpoint.js'
import { pageOf, type ListPage, type PagingRules } from '../../../routes/resources/list-page.js'
import { Refusal } from './refusal.js'

/**
 * Gives the page of a list that a request asks for.
 *
 * @param items All items, oldest first.
 * @param rules The rules of the list, with its usual order.
 * @param missing Makes the error for an item that does not exist.
 * @throws {Refusal} When `after` or `before` is the id of no item.
 */
export function pageFor<Item extends object>(
  items: readonly Item[],
  { url }: Pick<CallRequest, 'url'>,
  rules: PagingRules<Item>,
  missing: (id: string) => ApiError,
): ListPage<Item> {
  return pageOf(items, { url }, rules, {
    order: 'asc',
    unknownCursor(param, id) {
      const { status, error } = missing(id)
      return new Refusal(apiError(status, { ...error, param }))
    },
  })
}
