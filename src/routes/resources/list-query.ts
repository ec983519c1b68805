import { apiError, type ApiError, type ApiErrorFields } from '../api-error.js'
import type { CallRequest } from '../endpoint.js'
import type { PagingRules } from './list-page.js'

/** Checks the `limit` and the `order` of a request for a list. Gives OpenAI's error for a wrong one. */
export function refuseQuery(
  { url: { searchParams: query } }: Pick<CallRequest, 'url'>,
  { maximum = 100 }: Pick<PagingRules<never>, 'maximum'>,
): ApiError | undefined {
  const problem =
    problemWithLimit(query.get('limit'), maximum) ?? problemWithOrder(query.get('order'))
  return problem && apiError(400, problem)
}

function problemWithLimit(limit: string | null, maximum: number): ApiErrorFields | undefined {
  if (limit === null) return undefined

  const param = 'limit'
  if (!/^-?\d+$/.test(limit)) {
    const message = `Invalid type for 'limit': expected an integer, but got a string instead.`
    return { message, param, code: 'invalid_type' }
  }
  // Zero is right: the `has_more` of the empty page says if there are any items.
  if (Number(limit) < 0) {
    const message = `Invalid 'limit': integer below minimum value. Expected a value >= 0, but got ${limit} instead.`
    return { message, param, code: 'integer_below_min_value' }
  }
  if (Number(limit) <= maximum) return undefined
  const message = `Invalid 'limit': integer above maximum value. Expected a value <= ${maximum}, but got ${limit} instead.`
  return { message, param, code: 'integer_above_max_value' }
}

function problemWithOrder(order: string | null): ApiErrorFields | undefined {
  if (order === null || order === 'asc' || order === 'desc') return undefined
  const message = `Invalid value: '${order}'. Supported values are: 'asc' and 'desc'.`
  return { message, param: 'order', code: 'invalid_value' }
}
