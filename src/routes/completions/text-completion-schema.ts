import type { Completion } from 'openai/resources/completions'
import { z } from 'zod'
import { index, oneOfTexts, oneOfTextsOrNull, timestamp } from '../protocol/schema.js'

type Choice = Completion['choices'][number]

/** A choice on the wire. Until the end of its choice, the `finish_reason` is null, which the SDK's type excludes. */
export type WireChoice = Omit<Choice, 'finish_reason'> & {
  /** The reason for the end of the choice; null until the end. */
  finish_reason: Choice['finish_reason'] | null
}

/**
 * An event on the wire. Its `finish_reason` and its `usage` may be null, which the SDK's
 * `Completion` excludes; every `Completion` has this type, too.
 */
export type CompletionEvent = Omit<Completion, 'choices' | 'usage'> & {
  /** The choices of which the event has a piece; none in an event with the usage. */
  choices: WireChoice[]
  /** The numbers of tokens, in the last event of a request for them; null in the others. */
  usage?: Completion['usage'] | null
}

/** The log probabilities of a text: lists of one entry for each token. The first token of an echoed prompt has none. */
const logprobs = z.looseObject({
  tokens: z.array(z.string()).nullish(),
  token_logprobs: z.array(z.number().nullable()).nullish(),
  top_logprobs: z.array(z.record(z.string(), z.number()).nullable()).nullish(),
  text_offset: z.array(index).nullish(),
})

const choice = {
  index,
  text: z.string(),
  logprobs: logprobs.nullable(),
  finish_reason: oneOfTexts(['stop', 'length', 'content_filter']),
}

const usage = z.looseObject({
  prompt_tokens: index,
  completion_tokens: index,
  total_tokens: index,
})

const head = {
  id: z.string(),
  object: oneOfTexts(['text_completion']),
  created: timestamp,
  model: z.string(),
  system_fingerprint: z.string().nullish(),
  usage: usage.nullish(),
}

/** The schema of one event in the stream of a completion. */
export const completionEvent = z.looseObject({
  ...head,
  choices: z.array(
    z.looseObject({
      ...choice,
      finish_reason: oneOfTextsOrNull(['stop', 'length', 'content_filter']),
    }),
  ),
})

/** The schema of a whole completion: of the fields of which events are made. */
export const wholeTextCompletion = z.looseObject({
  ...head,
  choices: z.array(z.looseObject(choice)),
})

/** The schema of a completion that lacks fields: of the fields that are completed. */
export const partialTextCompletion = z.looseObject({
  id: z.string().optional(),
  model: z.string().optional(),
  choices: z.array(z.looseObject({ text: z.string().optional() })).optional(),
  usage: z
    .looseObject({ prompt_tokens: index.optional(), completion_tokens: index.optional() })
    .optional(),
})
