import { z } from 'zod'

const ROLES = ['system', 'assistant', 'user', 'function', 'tool', 'developer'] as const

/** The schema of a message of a request. Only the kind of the content is checked. */
export const requestMessage = z.looseObject({
  role: z.enum(ROLES),
  content: z.union([z.string(), z.array(z.looseObject({}))]).nullish(),
  tool_calls: z
    .array(z.looseObject({ id: z.string(), type: z.string() }))
    .min(1)
    .nullish(),
  tool_call_id: z.string().nullish(),
})
