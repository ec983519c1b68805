import { explainThrown, printError } from '../../streaming/internal.js'
import { valueAt } from './fields.js'

/** The numbers of tokens that an answer has used, in the same words for every protocol. */
export interface AnswerUsage {
  /** The tokens of the request. */
  readonly input: number
  /** The tokens of the answer; none unless given. */
  readonly output?: number | undefined
  /** Those tokens of the request that the server had in its cache; none unless given. */
  readonly cached?: number | undefined
  /** Those tokens of the answer that are reasoning; none unless given. */
  readonly reasoning?: number | undefined
}

/** An endpoint that may declare how to read the numbers of tokens. */
interface CountedEndpoint {
  readonly name: string
  usageOf?(sent: unknown): AnswerUsage | undefined
}

/** The endpoints whose function has thrown. */
const failed = new WeakSet<object>()

/** Reads the numbers of tokens as an endpoint declares it. The first error of its function is printed: the answer is there. */
export function readUsage(endpoint: CountedEndpoint, sent: unknown): AnswerUsage | undefined {
  try {
    return endpoint.usageOf?.(sent)
  } catch (cause) {
    // The function is asked about every event.
    if (failed.has(endpoint)) return undefined
    failed.add(endpoint)
    const message = `Failed to read the usage of "${endpoint.name}": ${explainThrown(cause)}`
    printError(new Error(message, { cause }))
    return undefined
  }
}

/** Reads the `usage` of a value that counts `prompt_tokens` and `completion_tokens`, as Chat Completions do. */
export function completionUsageOf(value: unknown): AnswerUsage | undefined {
  return usageIn(value, 'prompt_tokens', 'completion_tokens')
}

/** Reads the `usage` of a value that counts `input_tokens` and `output_tokens`, as Responses do. */
export function responseUsageOf(value: unknown): AnswerUsage | undefined {
  return usageIn(value, 'input_tokens', 'output_tokens')
}

/** Reads a `usage` by the names of its counts. Without a count of the input, there is none. */
function usageIn(value: unknown, ofInput: string, ofOutput: string): AnswerUsage | undefined {
  const usage = valueAt(value, 'usage')
  const input = countAt(usage, ofInput)
  if (input === undefined) return undefined
  return {
    input,
    output: countAt(usage, ofOutput),
    cached: countAt(usage, `${ofInput}_details`, 'cached_tokens'),
    reasoning: countAt(usage, `${ofOutput}_details`, 'reasoning_tokens'),
  }
}

function countAt(usage: unknown, ...path: readonly string[]): number | undefined {
  const count = valueAt(usage, ...path)
  return typeof count === 'number' ? count : undefined
}
