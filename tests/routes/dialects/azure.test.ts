import { apiError, createRoutes, reply } from 'msw-openai/routes'
import { azure, azureAsyncFilter } from 'msw-openai/dialects'
import { expect, it } from 'vitest'
import { chunk } from '../../support.js'
import { ask, Scripted } from '../support.js'
import {
  askChat,
  askResponses,
  BASE,
  CHAT,
  choicesOf,
  recordsOf,
  routesOf,
  PLAIN,
} from './support.js'

const SAFE = '{"filtered":false,"severity":"safe"}'
const RESULTS = `{"hate":${SAFE},"self_harm":${SAFE},"sexual":${SAFE},"violence":${SAFE}}`
const PROMPT = `{"prompt_index":0,"content_filter_results":{"hate":${SAFE},"jailbreak":{"detected":false,"filtered":false},"self_harm":${SAFE},"sexual":${SAFE},"violence":${SAFE}}}`
const FIRST = `data: {"choices":[],"created":0,"id":"","model":"","object":"","prompt_filter_results":[${PROMPT}]}`
const TAIL =
  '"created":1700000000,"id":"chatcmpl-1","model":"small","object":"chat.completion.chunk","service_tier":"default","system_fingerprint":"fp_1"}'

it('writes the results of the filter, and keys in alphabetical order', async () => {
  expect(recordsOf(await (await askChat(azure, 'Hi')).text())).toEqual([
    FIRST,
    `data: {"choices":[{"content_filter_results":{},"delta":{"content":"","refusal":null,"role":"assistant"},"finish_reason":null,"index":0,"logprobs":null}],${TAIL}`,
    `data: {"choices":[{"content_filter_results":${RESULTS},"delta":{"content":"Hi"},"finish_reason":null,"index":0,"logprobs":null}],${TAIL}`,
    `data: {"choices":[{"content_filter_results":{},"delta":{},"finish_reason":"stop","index":0,"logprobs":null}],${TAIL}`,
    'data: [DONE]',
  ])
})

it('pads its chunks, and sends the usage where the request asks for it', async () => {
  const body = { ...CHAT, stream_options: { include_usage: true } }
  const records = recordsOf(await (await askChat(azure, 'Hi', body)).text())

  expect(records[2]).toMatch(/"model":"small","obfuscation":"[0-9A-E]*","object".*,"usage":null\}$/)
  expect(records.at(-2)).toMatch(/^data: \{"choices":\[\],.*"usage":\{"completion_tokens":10,/)
})

it('says what the filter has blocked', async () => {
  const answer = reply({ text: 'Hi', finish: 'content_filter' })
  const blocked = { violence: { filtered: true, severity: 'medium' } }
  const text = await (await askChat(azure, answer)).text()

  expect(choicesOf(text).at(-2)).toMatchObject([
    { finish_reason: 'content_filter', content_filter_results: blocked },
  ])
})

it('sends the results of the asynchronous filter in a choice without a delta', async () => {
  const records = recordsOf(await (await askChat(azureAsyncFilter, 'Hi')).text())

  expect(records).toEqual([
    FIRST,
    expect.stringContaining('"choices":[{"delta":{"content":"","refusal":null'),
    expect.stringContaining('"choices":[{"delta":{"content":"Hi"},"finish_reason":null'),
    `data: {"choices":[{"content_filter_offsets":{"check_offset":0,"end_offset":2,"start_offset":0},"content_filter_results":${RESULTS},"finish_reason":null,"index":0}],"created":0,"id":"","model":"","object":""}`,
    expect.stringContaining('"choices":[{"delta":{},"finish_reason":"stop"'),
    'data: [DONE]',
  ])
})

it('writes a plain answer with the results of the filter', async () => {
  const response = await askChat(azure, 'Hi', PLAIN)

  expect(await response.text()).toBe(
    `{"choices":[{"content_filter_results":${RESULTS},"finish_reason":"stop","index":0,"logprobs":null,"message":{"annotations":[],"content":"Hi","refusal":null,"role":"assistant"}}],"created":1700000000,"id":"chatcmpl-1","model":"small","object":"chat.completion","prompt_filter_results":[${PROMPT}],"service_tier":"default","system_fingerprint":"fp_1","usage":{"completion_tokens":10,"completion_tokens_details":{"accepted_prediction_tokens":0,"audio_tokens":0,"reasoning_tokens":0,"rejected_prediction_tokens":0},"prompt_tokens":10,"prompt_tokens_details":{"audio_tokens":0,"cached_tokens":0},"total_tokens":20}}`,
  )
})

it('folds a script with choices that the filter has made', async () => {
  const filtered = { index: 0, content_filter_results: {}, finish_reason: null, logprobs: null }
  const events = [
    chunk('Hi'),
    { ...chunk(''), id: '', choices: [filtered] },
    { ...chunk(''), choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] },
  ]
  // Azure sends choices without the delta that the SDK's type requires.
  const script = new Scripted(events as Array<ReturnType<typeof chunk>>)
  const response = await askChat(azure, script, PLAIN)

  expect(await response.json()).toMatchObject({ choices: [{ message: { content: 'Hi' } }] })
})

it('puts the filters of a response behind its completion time', async () => {
  const records = recordsOf(await (await askResponses(azure, 'Hi')).text())

  expect(records[0]).toMatch(
    /^event: response.created\n.*"completed_at":null,"content_filters":null,"error":null/,
  )
  expect(records.at(-1)).toMatch(
    /"completed_at":1700000000,"content_filters":\[\{"blocked":false,"source_type":"prompt",.*"source_type":"completion",/,
  )
})

it('sends the headers of Azure, and none of OpenAI', async () => {
  const { headers } = await askChat(azure, 'Hi')

  expect(headers.get('apim-request-id')).toBe('00000000-0000-0000-0000-000000000001')
  expect(headers.get('x-ms-region')).toBe('East US')
  expect(headers.get('x-ms-rai-invoked')).toBe('true')
  expect(headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
  expect([...headers.keys()].filter((name) => name.startsWith('openai'))).toEqual([])
})

it.each([{ 'api-key': 'right' }, { authorization: 'Bearer right' }])(
  'takes the key in %j',
  async (headers) => {
    const route = routesOf(azure, 'right').chat.completions.create('Hi')
    const response = await ask(route, { url: `${BASE}/chat/completions`, body: CHAT, headers })

    expect(response.status).toBe(200)
  },
)

it.each([{}, { 'api-key': 'wrong' }, { authorization: 'Bearer wrong' }])(
  'refuses the key in %j',
  async (headers) => {
    const route = routesOf(azure, 'right').chat.completions.create('Hi')
    const response = await ask(route, { url: `${BASE}/chat/completions`, body: CHAT, headers })

    expect(response.status).toBe(401)
    expect(await response.text()).toBe(
      '{"error":{"code":"401","message":"Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key for an active subscription and use a correct regional API endpoint for your resource."}}',
    )
  },
)

it('has the errors of its gateway in its own shape, and those of models in the shape of OpenAI', async () => {
  const missing = await askChat(azure, apiError(404))
  const busy = await askChat(
    azure,
    apiError(429, 'Slow down.', { headers: { 'retry-after': '6' } }),
  )
  const content = {
    code: 'content_filter',
    param: 'prompt',
    type: null,
    message: 'Filtered.',
    status: 400,
    innererror: { code: 'ResponsibleAIPolicyViolation' },
  }
  const filtered = await askChat(azure, apiError(400, content))

  expect(await missing.text()).toBe(
    '{"error":{"code":"DeploymentNotFound","message":"The API deployment for this resource does not exist. If you created the deployment within the last 5 minutes, please wait a moment and try again."}}',
  )
  expect(await busy.text()).toBe('{"error":{"code":"429","message":"Slow down."}}')
  expect(busy.headers.get('retry-after')).toBe('6')
  expect(await filtered.text()).toBe(
    '{"error":{"message":"Filtered.","type":null,"param":"prompt","code":"content_filter","status":400,"innererror":{"code":"ResponsibleAIPolicyViolation"}}}',
  )
})

it('reads the deployment in the path, and needs no model in the body', async () => {
  const baseURL = 'https://my.openai.azure.com/openai/deployments/:deployment'
  const create = createRoutes({ baseURL, dialect: azure }).chat.completions.create('Hi')
  const send = (body: object) =>
    ask(create, {
      url: 'https://my.openai.azure.com/openai/deployments/gpt/chat/completions?api-version=2024-10-21',
      body,
    })

  expect((await send({ messages: PLAIN.messages, stream: true })).status).toBe(200)
  expect(create.calls[0]?.params).toEqual({ deployment: 'gpt' })

  const refused = await send({ messages: [], stream: true })
  expect(refused.status).toBe(400)
  expect(await refused.text()).toBe(
    '{"error":{"message":"Invalid \'messages\': empty array. Expected an array with minimum length 1, but got an empty array instead.","type":"invalid_request_error","param":"messages","code":"empty_array"}}',
  )
})

it('refuses all else that OpenAI refuses', async () => {
  const tools = { ...CHAT, tool_choice: 'auto', model: undefined }
  const refused = await Promise.all([
    askChat(azure, 'Hi', { ...CHAT, model: 5 }),
    askChat(azure, 'Hi', tools),
  ])

  expect(await Promise.all(refused.map((response) => response.json()))).toMatchObject([
    {
      error: {
        message: "Invalid type for 'model': expected a string, but got an integer instead.",
        param: 'model',
      },
    },
    { error: { param: 'tool_choice' } },
  ])
})
