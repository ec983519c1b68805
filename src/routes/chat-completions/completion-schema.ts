import { z } from 'zod'
import { messageContent } from './chunk-schema.js'

const text = z.string().nullish()
const count = z.number().nullish()
const called = z.looseObject({ name: text, arguments: text, input: text }).nullish()
const tokens = z.array(z.looseObject({ token: text, logprob: count })).nullish()

const message = z.looseObject({
  content: messageContent,
  refusal: text,
  annotations: z.array(z.looseObject({})).nullish(),
  audio: z.looseObject({ id: text, data: text, transcript: text, expires_at: count }).nullish(),
  tool_calls: z.array(z.looseObject({ id: text, function: called, custom: called })).nullish(),
})

const choice = z.looseObject({
  index: count,
  message: message.nullish(),
  logprobs: z.looseObject({ content: tokens, refusal: tokens }).nullish(),
})

const usage = z.looseObject({ prompt_tokens: count, completion_tokens: count, total_tokens: count })

/** The schema of the fields that completing needs. Any of them may be missing. */
export const partialCompletion = z.looseObject({
  id: text,
  model: text,
  choices: z.array(choice).nullish(),
  usage: usage.nullish(),
})

/** The schema of the fields that unfolding needs. */
export const wholeCompletion = z.looseObject({
  id: z.string(),
  choices: z.array(choice.extend({ index: z.int().nonnegative(), message })),
  usage: usage.nullish(),
})
