import { changeByName } from 'msw-openai/dialects'
import { apiError, reply } from 'msw-openai/routes'
import { createBackend, type Backend } from 'msw-openai/backend'
import type OpenAI from 'openai'
import type { BatchCreateParams } from 'openai/resources/batches'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { clientOf } from './client-of.js'

const URL = '/v1/chat/completions'

/** One line of the input: a question, with any other fields. */
function line(number: number, fields: object = {}): object {
  const messages = [{ role: 'user', content: `Question ${number}` }]
  const body = { model: 'gpt-4o-mini', messages }
  return { custom_id: `request-${number}`, method: 'POST', url: URL, body, ...fields }
}

function jsonl(lines: readonly object[]): string {
  return lines.map((each) => JSON.stringify(each)).join('\n')
}

/** Uploads an input, and creates a batch of it. */
async function submit(
  { files, batches }: OpenAI,
  input: string,
  endpoint: BatchCreateParams['endpoint'] = URL,
) {
  const file = await files.create({ file: new File([input], 'in.jsonl'), purpose: 'batch' })
  return batches.create({ input_file_id: file.id, endpoint, completion_window: '24h' })
}

/** Asks for a batch until it is over, and gives it as it was each time. */
async function poll({ batches }: OpenAI, id: string) {
  const polled = [await batches.retrieve(id)]
  while (['in_progress', 'finalizing', 'cancelling'].includes(polled.at(-1)?.status ?? '')) {
    polled.push(await batches.retrieve(id))
  }
  return polled
}

/** Creates a batch of an input that is wrong, and gives its errors. */
async function errorsOf(input: string) {
  const client = clientOf(createBackend())
  const { id } = await submit(client, input)
  const batch = await client.batches.retrieve(id)
  expect(batch).toMatchObject({
    status: 'failed',
    in_progress_at: null,
    errors: { object: 'list' },
  })
  expect(batch.failed_at).toBeGreaterThan(batch.created_at)
  return batch.errors?.data
}

/** Reads a file of results. */
function resultsIn({ store }: Backend, id = '') {
  const text = new TextDecoder().decode(store.files.content(id))
  return text
    .trimEnd()
    .split('\n')
    .map((each) => JSON.parse(each))
}

it('answers each of 50 lines once, and writes the 3 bad ones into the error file', async () => {
  const openai = createBackend({ answer: ({ conversation }) => `To ${conversation[0]?.text}` })
  const client = clientOf(openai)
  const bad = { body: { model: 'gpt-4o-mini' } }
  const lines = Array.from({ length: 50 }, (_, at) => line(at, [7, 8, 49].includes(at) ? bad : {}))

  const created = await submit(client, jsonl(lines))
  const polled = await poll(client, created.id)

  const statuses = [created, ...polled].map(({ status }) => status)
  expect(statuses).toEqual(['validating', 'in_progress', 'finalizing', 'completed'])
  expect(polled[0]?.request_counts).toEqual({ total: 50, completed: 0, failed: 0 })
  const batch = polled.at(-1)
  expect(batch).toMatchObject({
    model: 'gpt-4o-mini',
    errors: null,
    request_counts: { total: 50, completed: 47, failed: 3 },
  })
  const { calls } = openai.routes.chat.completions.create
  expect(calls.map(({ body }) => body)).toEqual(lines.map((each) => Reflect.get(each, 'body')))

  const output = resultsIn(openai, batch?.output_file_id)
  expect(output).toHaveLength(47)
  expect(output[0]).toMatchObject({
    id: 'batch_req_1',
    custom_id: 'request-0',
    response: {
      status_code: 200,
      request_id: expect.stringMatching(/^req_/),
      body: {
        object: 'chat.completion',
        choices: [{ message: { role: 'assistant', content: 'To Question 0' } }],
      },
    },
    error: null,
  })
  const failed = resultsIn(openai, batch?.error_file_id)
  expect(failed.map(({ custom_id }) => custom_id)).toEqual(['request-7', 'request-8', 'request-49'])
  expect(failed[0]).toMatchObject({
    response: {
      status_code: 400,
      body: { error: { message: "Missing required parameter: 'messages'." } },
    },
    error: null,
  })
})

it('gives the files of a batch to the client that downloads them', async () => {
  const client = clientOf(createBackend({ answer: 'Hello' }))
  const { id } = await submit(client, jsonl([line(1)]))
  const batch = (await poll(client, id)).at(-1)

  const file = await client.files.retrieve(batch?.output_file_id ?? '')
  const content = await client.files.content(file.id)

  expect(file).toMatchObject({ filename: `${id}_output.jsonl`, purpose: 'batch_output' })
  expect(content.headers.get('content-type')).toBe('application/jsonl')
  expect((await content.text()).split('\n')).toHaveLength(2)
  expect(batch?.error_file_id).toBeNull()
})

it('adds up the usage of the answers', async () => {
  const usage = { input: 10, output: 5 }
  const openai = createBackend({ answer: reply({ text: 'Hello', usage }) })
  const client = clientOf(openai)
  const { id } = await submit(client, jsonl([line(1), line(2)]))

  const batch = (await poll(client, id)).at(-1)

  expect(batch?.usage).toMatchObject({ input_tokens: 20, output_tokens: 10, total_tokens: 30 })
})

it.each([
  ['/v1/responses', { input: 'Hello' }, { input_tokens: 20, output_tokens: 10 }],
  ['/v1/completions', { prompt: 'Hello' }, { input_tokens: 20, output_tokens: 10 }],
  ['/v1/embeddings', { input: [[1, 2, 3]] }, { input_tokens: 6, output_tokens: 0 }],
  ['/v1/moderations', { input: 'Hello' }, { input_tokens: 0, output_tokens: 0 }],
] as const)('adds up the usage of the answers of %s', async (url, fields, usage) => {
  const openai = createBackend({ answer: reply({ usage: { input: 10, output: 5 } }) })
  const client = clientOf(openai)
  const body = { model: 'small', ...fields }
  const input = jsonl([line(1, { url, body }), line(2, { url, body })])
  const { id } = await submit(client, input, url)

  const batch = (await poll(client, id)).at(-1)

  expect(batch?.request_counts).toMatchObject({ completed: 2 })
  expect(batch?.usage).toMatchObject(usage)
})

it('adds up the usage as the endpoint of a dialect reads it', async () => {
  const counts = { read: 9, cached: 4, written: 5, thought: 2 }
  const number = z.number()
  const counted = z.object({
    counts: z.object({ read: number, cached: number, written: number, thought: number }),
  })
  const dialect = {
    name: 'gateway',
    baseURL: 'https://api.openai.com/v1',
    endpoint: changeByName({
      'chat.completions.create': (chat) => ({
        ...chat,
        plain: (completion) => ({ ...completion, usage: undefined, counts }),
        usageOf(sent) {
          const { data } = counted.safeParse(sent)
          if (!data) return undefined
          const { read: input, cached, written: output, thought: reasoning } = data.counts
          return { input, cached, output, reasoning }
        },
      }),
    }),
  }
  const client = clientOf(createBackend({ dialect, answer: 'Hello' }))
  const { id } = await submit(client, jsonl([line(1), line(2)]))

  const batch = (await poll(client, id)).at(-1)

  expect(batch?.usage).toEqual({
    input_tokens: 18,
    output_tokens: 10,
    total_tokens: 28,
    input_tokens_details: { cached_tokens: 8 },
    output_tokens_details: { reasoning_tokens: 4 },
  })
})

it('has no output file where every request has failed', async () => {
  const openai = createBackend({ answer: apiError(500, 'Sorry') })
  const client = clientOf(openai)
  const { id } = await submit(client, jsonl([line(1)]))

  const batch = (await poll(client, id)).at(-1)

  expect(batch).toMatchObject({ status: 'completed', output_file_id: null })
  expect(resultsIn(openai, batch?.error_file_id)).toMatchObject([
    { response: { status_code: 500, body: { error: { message: 'Sorry' } } }, error: null },
  ])
})

it('answers the requests once where two clients poll at once', async () => {
  const openai = createBackend({ answer: 'Hello' })
  const client = clientOf(openai)
  const { id } = await submit(client, jsonl([line(1), line(2)]))
  await client.batches.retrieve(id)

  const both = await Promise.all([client.batches.retrieve(id), client.batches.retrieve(id)])

  expect(both.map(({ status }) => status)).toEqual(['finalizing', 'finalizing'])
  expect(openai.routes.chat.completions.create.calls).toHaveLength(2)
})

it('answers with the key of the client', async () => {
  const openai = createBackend({ apiKey: 'sk-test', answer: 'Hello' })
  const client = clientOf(openai)
  const { id } = await submit(client, jsonl([line(1)]))

  const batch = (await poll(client, id)).at(-1)

  expect(batch?.request_counts).toEqual({ total: 1, completed: 1, failed: 0 })
})

it('runs a batch that a test puts into the store', async () => {
  const openai = createBackend({ answer: 'Hello' })
  const { id: input_file_id } = openai.store.files.put({}, jsonl([line(1)]))
  openai.store.batches.put({ id: 'batch_a', status: 'in_progress', endpoint: URL, input_file_id })

  const polled = await poll(clientOf(openai), 'batch_a')

  expect(polled.at(-1)).toMatchObject({ status: 'completed', request_counts: { completed: 1 } })
})

it('lists batches, newest first', async () => {
  const client = clientOf(createBackend())
  for (let count = 0; count < 3; count++) await submit(client, '')

  const page = await client.batches.list({ limit: 2 })

  expect(page.data.map(({ id }) => id)).toEqual(['batch_3', 'batch_2'])
  expect(page.has_more).toBe(true)
})

it('fails where there is no input file', async () => {
  const client = clientOf(createBackend())
  const endpoint = '/v1/responses'
  const request = { input_file_id: 'file-x', endpoint, completion_window: '24h' } as const
  const { id, status } = await client.batches.create(request)

  expect(status).toBe('validating')
  expect((await client.batches.retrieve(id)).errors?.data).toEqual([
    {
      code: 'invalid_request',
      message: 'Cannot find file file-x, or organization org-test does not have access to it.',
      param: 'file_id',
      line: null,
    },
  ])
})

it('fails where the input file is empty', async () => {
  expect(await errorsOf('\n')).toEqual([
    {
      code: 'empty_file',
      message:
        'The input file is empty. Please ensure that your batch contains at least one request.',
      param: 'input_file_id',
      line: null,
    },
  ])
})

it('fails with an error for each wrong line', async () => {
  const { body } = Object(line(1))
  const lines = [
    line(1),
    line(1),
    line(3, { url: '/v1/embeddings' }),
    line(4, { method: 'GET' }),
    line(5, { custom_id: undefined }),
    line(6, { body: undefined }),
    line(7, { body: { ...body, stream: true } }),
  ]

  expect(await errorsOf(`${jsonl(lines)}\n{"custom_id\n[1]`)).toEqual([
    {
      code: 'duplicate_custom_id',
      message:
        "The custom_id 'request-1' for this request is a duplicate of another request. " +
        'The custom_id parameter must be unique for each request in a batch.',
      param: 'custom_id',
      line: 2,
    },
    {
      code: 'invalid_url',
      message: 'The URL provided for this request does not match the batch endpoint.',
      param: 'url',
      line: 3,
    },
    {
      code: 'invalid_value',
      message: "Invalid value: 'GET'. Supported values are: 'POST'.",
      param: 'method',
      line: 4,
    },
    {
      code: 'missing_required_parameter',
      message: "Missing required parameter: 'custom_id'.",
      param: 'custom_id',
      line: 5,
    },
    {
      code: 'missing_required_parameter',
      message: "Missing required parameter: 'body'.",
      param: 'body',
      line: 6,
    },
    {
      code: 'streaming_unsupported',
      message: 'Chat Completions: Streaming is not supported in the Batch API.',
      param: 'body.stream',
      line: 7,
    },
    {
      code: 'invalid_json_line',
      message: 'This line is not parseable as valid JSON.',
      param: null,
      line: 8,
    },
    {
      code: 'invalid_json_line',
      message: 'This line is not parseable as valid JSON.',
      param: null,
      line: 9,
    },
  ])
})

it('cancels a batch, and writes an error for each request that was not answered', async () => {
  const openai = createBackend()
  const client = clientOf(openai)
  const { id } = await submit(client, jsonl([line(1), line(2)]))
  await client.batches.retrieve(id)

  const cancelling = await client.batches.cancel(id)
  const again = await client.batches.cancel(id)
  const cancelled = await client.batches.retrieve(id)

  expect(cancelling).toMatchObject({ status: 'cancelling', cancelled_at: null })
  expect(again).toEqual(cancelling)
  expect(cancelled).toMatchObject({
    status: 'cancelled',
    output_file_id: null,
    request_counts: { total: 2, completed: 0, failed: 2 },
  })
  expect(resultsIn(openai, cancelled.error_file_id)[1]).toEqual({
    id: 'batch_req_2',
    custom_id: 'request-2',
    response: null,
    error: {
      code: 'batch_cancelled',
      message: 'This request was not executed because the batch was cancelled.',
    },
  })
  expect(openai.routes.chat.completions.create.calls).toEqual([])
})

it('keeps no results of a batch that is cancelled while it answers its requests', async () => {
  const openai: Backend = createBackend({
    answer: async () => {
      await client.batches.cancel('batch_1')
      return 'Hello'
    },
  })
  const client = clientOf(openai)
  const { id } = await submit(client, jsonl([line(1)]))
  await client.batches.retrieve(id)

  expect(await client.batches.retrieve(id)).toMatchObject({ status: 'cancelling' })
  expect(await client.batches.retrieve(id)).toMatchObject({
    status: 'cancelled',
    request_counts: { total: 1, completed: 0, failed: 1 },
  })
})

it('cancels no batch that is over', async () => {
  const openai = createBackend()
  openai.store.batches.put({ id: 'batch_a', status: 'completed' })

  await expect(clientOf(openai, { maxRetries: 0 }).batches.cancel('batch_a')).rejects.toThrow(
    "409 Cannot cancel a batch with status 'completed'.",
  )
})

it('refuses a batch that does not exist, and an endpoint that batches do not have', async () => {
  const { batches } = clientOf(createBackend())
  const noBatch = "404 No batch found with id 'batch_x'."
  // A client without types sends any endpoint.
  const endpoint = '/v1/audio/speech' as '/v1/responses'

  await expect(batches.retrieve('batch_x')).rejects.toThrow(noBatch)
  await expect(batches.cancel('batch_x')).rejects.toThrow(noBatch)
  await expect(
    batches.create({ input_file_id: 'file-1', endpoint, completion_window: '24h' }),
  ).rejects.toMatchObject({ status: 400, param: 'endpoint', code: 'invalid_value' })
})
