import { valueAt } from '../../routes/protocol/fields.js'

/** The tokens of a request and of its answer. */
export interface Tokens {
  readonly input: number
  readonly output: number
}

/** Finds the usage in an event or a body: its own, or that of the response or the run in it. */
export function usageIn(value: unknown): Tokens | undefined {
  for (const holder of [value, valueAt(value, 'response'), valueAt(value, 'data')]) {
    const usage = valueAt(holder, 'usage')
    const input = valueAt(usage, 'prompt_tokens') ?? valueAt(usage, 'input_tokens')
    const output = valueAt(usage, 'completion_tokens') ?? valueAt(usage, 'output_tokens') ?? 0
    if (typeof input === 'number' && typeof output === 'number') return { input, output }
  }
  return undefined
}
