import { z } from 'zod'
import { notAnInteger, withRules, type Refusal } from '../request/request-schema.js'
import type { PagingRules } from './list-page.js'

/** Makes the schema of the query of a request for a list: its `limit` and its `order`. */
export function listQuery({ maximum = 100 }: Pick<PagingRules<never>, 'maximum'> = {}): z.ZodType {
  return withRules(
    z.looseObject({ limit: z.string().optional(), order: z.enum(['asc', 'desc']).optional() }),
    [({ limit }) => (limit === undefined ? undefined : problemWithLimit(limit, maximum))],
  )
}

function problemWithLimit(limit: string, maximum: number): Refusal | undefined {
  const param = 'limit'
  if (!/^-?\d+$/.test(limit)) return notAnInteger(param)

  // Zero is right: the `has_more` of the empty page says if there are any items.
  if (Number(limit) < 0) {
    const message = `Invalid 'limit': integer below minimum value. Expected a value >= 0, but got ${limit} instead.`
    return { message, param, code: 'integer_below_min_value' }
  }
  if (Number(limit) <= maximum) return undefined
  const message = `Invalid 'limit': integer above maximum value. Expected a value <= ${maximum}, but got ${limit} instead.`
  return { message, param, code: 'integer_above_max_value' }
}
