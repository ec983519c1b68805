import type { ResponseCreateParams } from 'openai/resources/responses/responses'
import { z } from 'zod'
import type { Endpoint } from '../endpoint.js'
import { fill } from '../protocol/defaults.js'
import { textAt, valueAt } from '../protocol/fields.js'
import { typed } from '../protocol/schema.js'
import { estimateTokens } from '../resources/token-count.js'

/** The number of tokens of an input. openai 5 has no type for it. */
export interface InputTokenCount {
  /** The type of the object. */
  readonly object: 'response.input_tokens'
  /** The number of tokens of the input. */
  readonly input_tokens: number
}

/** The endpoint `POST /responses/input_tokens`. */
export const countInputTokens: Endpoint<
  never,
  Partial<ResponseCreateParams> | undefined,
  InputTokenCount,
  never
> = {
  name: 'responses.inputTokens.count',
  method: 'POST',
  path: '/responses/input_tokens',
  requiredQuery: { beta: null },
  body: typed(
    z
      .looseObject({
        model: z.string().nullish(),
        input: z.union([z.string(), z.array(z.looseObject({}))]).nullish(),
      })
      .optional(),
  ),
  short: 'none',
  complete: (given, { body }) =>
    fill({ object: 'response.input_tokens', input_tokens: estimateInput(body) }, given),
}

/** Estimates the number of tokens of an input and its instructions. */
function estimateInput(body: unknown): number {
  const input = valueAt(body, 'input') ?? ''
  const text = typeof input === 'string' ? input : JSON.stringify(input)
  return estimateTokens(textAt(body, 'instructions') + text)
}
