import type { Completion, CompletionCreateParams } from 'openai/resources/completions'
import { z } from 'zod'
import { unnamed } from '../../streaming/index.js'
import { apiError, type ApiError } from '../api-error.js'
import type { StreamingEndpoint } from '../endpoint.js'
import { textAt } from '../protocol/fields.js'
import { stream, typed } from '../protocol/schema.js'
import { completionUsageOf } from '../protocol/answer-usage.js'
import { RATE_LIMITS } from '../server.js'
import { completeCompletion } from './complete.js'
import { foldCompletion } from './fold.js'
import { fromReply } from './from-reply.js'
import { requestReader } from './request-reader.js'
import { textCompletionRules } from './rules.js'
import { textCompletionReader } from './text-completion-reader.js'
import { completionEvent, type CompletionEvent } from './text-completion-schema.js'
import { unfoldCompletion } from './unfold.js'

const prompt = z.union([z.string(), z.array(z.unknown())])

/** The endpoint `POST /completions`. */
export const completions: StreamingEndpoint<CompletionEvent, CompletionCreateParams, Completion> = {
  name: 'completions.create',
  method: 'POST',
  path: '/completions',
  body: typed(z.looseObject({ model: z.string(), prompt: prompt.nullish(), stream })),
  wire: {
    event: typed(completionEvent),
    frame: unnamed,
    terminator: { data: '[DONE]' },
    // Unlike the streams of all other endpoints, without a charset.
    headers: { 'content-type': 'text/event-stream' },
  },
  openAIHeaders: ({ body }) => ({
    ...RATE_LIMITS,
    'access-control-allow-origin': '*',
    'cache-control': 'no-cache, must-revalidate',
    // A header has printable characters alone.
    'openai-model': /^[!-~]+$/.exec(textAt(body, 'model'))?.[0],
  }),
  errors: { contextLengthExceeded },
  fold: foldCompletion,
  unfold: unfoldCompletion,
  complete: completeCompletion,
  fromReply,
  usageOf: completionUsageOf,
  request: requestReader,
  events: textCompletionReader,
  rules: textCompletionRules,
}

function contextLengthExceeded(): ApiError {
  const message =
    "This model's maximum context length is 4097 tokens, however you requested 4322 tokens (4066 in your prompt; " +
    '256 for the completion). Please reduce your prompt; or completion length.'
  return apiError(400, { message, code: null })
}
