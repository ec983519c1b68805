import type { BatchRequestCounts, BatchUsage } from 'openai/resources/batches'
import { jsonIn } from '../../../routes/protocol/json.js'
import type { AnswerUsage } from '../../../routes/protocol/answer-usage.js'
import type { BackendContext } from '../context.js'
import type { BatchRequest } from './batch-input.js'

/** The result of one request of a batch: one line of a file of results. */
export interface BatchResult {
  readonly id: string
  readonly custom_id: string
  readonly response: {
    readonly status_code: number
    readonly request_id: string
    readonly body: unknown
  } | null
  /** The reason why the request has no response. */
  readonly error: { readonly code: string; readonly message: string } | null
}

/** The results of the requests of a batch, and the usage of all answers. */
interface BatchRun {
  readonly results: readonly BatchResult[]
  readonly usage: BatchUsage
}

/** The part of a backend that a batch needs for its results. */
type Answering = Pick<BackendContext, 'ask' | 'numbering'>

/** Answers the requests of a batch by the routes of the backend, one after the other. */
export async function runBatch(
  requests: readonly BatchRequest[],
  headers: Headers,
  { ask, numbering }: Answering,
): Promise<BatchRun> {
  const results: BatchResult[] = []
  const usages: Array<AnswerUsage | undefined> = []
  for (const { custom_id, url, body } of requests) {
    // The ids of the answers are in the order of the lines.
    const { response: answer, usageOf } = await ask(url, body, headers)
    const response = {
      status_code: answer.status,
      request_id: answer.headers.get('x-request-id') ?? '',
      body: bodyOf(await answer.text()),
    }
    usages.push(usageOf(response.body))
    const id = numbering.nextId('batch_req_')
    results.push(
      answer.type === 'error'
        ? { id, custom_id, response: null, error: LOST }
        : { id, custom_id, response, error: null },
    )
  }
  return { results, usage: totalOf(usages) }
}

/** The error of a request whose connection a test has cut. */
const LOST = { code: 'connection_error', message: 'The connection was lost.' }

/** Makes the results of the requests of a batch that was cancelled before it answered them. */
export function cancelledResults(
  requests: readonly BatchRequest[],
  { numbering }: Pick<Answering, 'numbering'>,
): BatchResult[] {
  const message = 'This request was not executed because the batch was cancelled.'
  return requests.map(({ custom_id }) => ({
    id: numbering.nextId('batch_req_'),
    custom_id,
    response: null,
    error: { code: 'batch_cancelled', message },
  }))
}

/** Recognizes the result of a request that the endpoint has answered. */
export function isCompleted({ response }: BatchResult): boolean {
  return response !== null && response.status_code < 400
}

/** Counts the requests of a batch by their results. */
export function countsOf(results: readonly BatchResult[]): BatchRequestCounts {
  const completed = results.filter(isCompleted).length
  return { total: results.length, completed, failed: results.length - completed }
}

/** Adds up the usage of the answers. */
function totalOf(usages: ReadonlyArray<AnswerUsage | undefined>): BatchUsage {
  const sum = (count: keyof AnswerUsage) =>
    usages.reduce((total, usage) => total + (usage?.[count] ?? 0), 0)
  const [input_tokens, output_tokens] = [sum('input'), sum('output')]
  return {
    input_tokens,
    output_tokens,
    total_tokens: input_tokens + output_tokens,
    input_tokens_details: { cached_tokens: sum('cached') },
    output_tokens_details: { reasoning_tokens: sum('reasoning') },
  }
}

/** Gives the body of an answer: JSON, or any other text as it is. */
function bodyOf(text: string): unknown {
  const json = jsonIn(text)
  // A test may answer a request with a text.
  return json === undefined ? text : json
}
