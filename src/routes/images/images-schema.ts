import { z } from 'zod'

const text = z.string().nullish()
const count = z.number().optional()
const image = z.looseObject({ b64_json: text, url: text, revised_prompt: text })

const tokens = z.looseObject({ image_tokens: count, text_tokens: count }).optional()
const usage = z.looseObject({
  input_tokens: count,
  input_tokens_details: tokens,
  output_tokens: count,
  output_tokens_details: tokens,
  total_tokens: count,
})

/** The schema of the fields that completing needs. Any of them may be missing. */
export const partialImages = z.looseObject({
  created: count,
  data: z.array(image).optional(),
  output_format: z.string().optional(),
  size: z.string().optional(),
  usage: usage.optional(),
})

/** The schema of the fields that unfolding needs. */
export const wholeImages = z.looseObject({
  created: z.number(),
  data: z.array(image.extend({ b64_json: z.string() })),
  background: z.string(),
  output_format: z.string(),
  quality: z.string(),
  size: z.string(),
  usage: usage.optional(),
})
