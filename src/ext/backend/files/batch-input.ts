import type { BatchError } from 'openai/resources/batches'
import { z } from 'zod'
import { jsonIn } from '../../../routes/protocol/json.js'
import { oneOfTexts } from '../../../routes/protocol/schema.js'
import { explainIssue } from '../../../routes/request/explain-issue.js'
import { withRules, type Refusal } from '../../../routes/request/request-schema.js'

/** One request of a batch, as its line in the input file has it. */
export interface BatchRequest {
  readonly custom_id: string
  readonly method: 'POST'
  readonly url: string
  readonly body: object
}

/** The input of a batch: its requests, and the errors of the lines that are none. */
export interface BatchInput {
  readonly requests: readonly BatchRequest[]
  readonly errors: readonly BatchError[]
}

const line = z.looseObject({
  custom_id: z.string(),
  method: oneOfTexts(['POST']),
  url: z.string(),
  body: z.looseObject({}),
})

/**
 * Reads the input file of a batch. A line with an error in its body is a request, too: the endpoint
 * refuses it.
 *
 * @param endpoint The endpoint of the batch, such as `/v1/responses`.
 */
export function readBatchInput(text: string, endpoint: string): BatchInput {
  const requests = new Map<string, BatchRequest>()
  const errors: BatchError[] = []
  const schema = withRules(line, [
    ({ custom_id }) => (requests.has(custom_id) ? duplicate(custom_id) : undefined),
    ({ url }) => (url === endpoint ? undefined : OTHER_URL),
    ({ body }) => (body['stream'] === true ? streaming(endpoint) : undefined),
  ])
  for (const [index, written] of text.split('\n').entries()) {
    if (written.trim() === '') continue
    const value = jsonIn(written)
    const { data, error } = schema.safeParse(value)
    if (data) requests.set(data.custom_id, data)
    else errors.push({ ...explained(schema, error, value), line: index + 1 })
  }
  if (requests.size === 0 && errors.length === 0) errors.push(EMPTY)
  return { requests: [...requests.values()], errors }
}

const NO_JSON: BatchError = {
  code: 'invalid_json_line',
  message: 'This line is not parseable as valid JSON.',
  param: null,
}

const EMPTY: BatchError = {
  code: 'empty_file',
  message: 'The input file is empty. Please ensure that your batch contains at least one request.',
  param: 'input_file_id',
  line: null,
}

const OTHER_URL: Refusal = {
  code: 'invalid_url',
  message: 'The URL provided for this request does not match the batch endpoint.',
  param: 'url',
}

/** Describes the first problem of a line. One that is no JSON object has no parameter to name. */
function explained(schema: z.ZodType, { issues: [issue] }: z.ZodError, value: unknown): BatchError {
  const { code, message = '', param = null } = issue ? explainIssue(schema, issue, value) : {}
  return typeof code === 'string' ? { code, message, param } : NO_JSON
}

function duplicate(id: string): Refusal {
  const message =
    `The custom_id '${id}' for this request is a duplicate of another request. ` +
    'The custom_id parameter must be unique for each request in a batch.'
  return { code: 'duplicate_custom_id', message, param: 'custom_id' }
}

/** Refuses a stream in the words of the API, which name the endpoint: `Chat Completions` for `/v1/chat/completions`. */
function streaming(endpoint: string): Refusal {
  const words = endpoint.split('/').slice(2)
  const name = words.map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`).join(' ')
  const message = `${name}: Streaming is not supported in the Batch API.`
  return { code: 'streaming_unsupported', message, param: 'body.stream' }
}
