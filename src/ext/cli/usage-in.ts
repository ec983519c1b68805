/** The tokens of a request and of its answer. */
export interface Tokens {
  readonly input: number
  readonly output: number
}

/** Finds the usage in an event or a body: its own, or that of the response or the run in it. */
export function usageIn(value: unknown): Tokens | undefined {
  for (const holder of [value, fieldOf(value, 'response'), fieldOf(value, 'data')]) {
    const usage = fieldOf(holder, 'usage')
    const input = fieldOf(usage, 'prompt_tokens') ?? fieldOf(usage, 'input_tokens')
    const output = fieldOf(usage, 'completion_tokens') ?? fieldOf(usage, 'output_tokens') ?? 0
    if (typeof input === 'number' && typeof output === 'number') return { input, output }
  }
  return undefined
}

/** Reads a field of a value of any type. */
export function fieldOf(value: unknown, name: string): unknown {
  return Reflect.get(Object(value), name)
}
