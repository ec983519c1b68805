import { z } from 'zod'
import { anyOfType, index } from '../protocol/schema.js'
import { item, itemFields, status } from './response-schema.js'

/** The schema of an item of the output, also of a type that this package does not know. */
const anyItem = anyOfType.superRefine((given, context) => {
  if (!Object.hasOwn(itemFields, given.type)) return
  for (const { message, path } of item.safeParse(given).error?.issues ?? []) {
    context.addIssue({ code: 'custom', message, path })
  }
})

/** The schema of a response that can be unfolded: of the fields of which events are made. */
export const unfoldable = z.looseObject({ status: status.optional(), output: z.array(anyItem) })

const parts = z.array(z.looseObject({})).nullish()
const details = z.looseObject({}).optional()

/** The schema of a response that lacks fields: of the fields that are completed. */
export const completable = z.looseObject({
  id: z.string().optional(),
  model: z.string().optional(),
  output: z
    .array(z.looseObject({ type: z.string().optional(), content: parts, summary: parts }))
    .optional(),
  usage: z
    .looseObject({
      input_tokens: index.optional(),
      input_tokens_details: details,
      output_tokens: index.optional(),
      output_tokens_details: details,
    })
    .nullish(),
})
