import { z } from 'zod'

/** The schema of a filter by the attributes of files. */
export const attributeFilter: z.ZodType = z.lazy(() =>
  z.discriminatedUnion('type', [comparison, compound]),
)

const comparison = z.looseObject({
  type: z.enum(['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'in', 'nin']),
  key: z.string(),
  value: z.unknown(),
})

const compound = z.looseObject({ type: z.enum(['and', 'or']), filters: z.array(attributeFilter) })
