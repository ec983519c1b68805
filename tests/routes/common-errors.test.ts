import OpenAI, {
  APIError,
  AuthenticationError,
  BadRequestError,
  InternalServerError,
  NotFoundError,
  RateLimitError,
} from 'openai'
import { createFetch } from 'msw-openai/fetch'
import {
  apiError,
  beta,
  chat,
  completions,
  contentFiltered,
  contextLengthExceeded,
  createRoute,
  createRoutes,
  deliver,
  embeddings,
  inOrder,
  invalidApiKey,
  modelNotFound,
  overloaded,
  quotaExceeded,
  rateLimited,
  responses,
  serverError,
  when,
  type ApiError,
} from 'msw-openai/routes'
import { expect, it } from 'vitest'
import { ask } from './support.js'

const LEARN = 'Visit https://platform.openai.com/account/rate-limits to learn more.'
const invalid = 'invalid_request_error'

/** The fields of an error: its message, its type, its parameter and its code. */
type Fields = [message: string, type: string, param: string | null, code: string | null]

const TABLE: Array<
  [
    name: string,
    error: ApiError,
    status: number,
    type: new (...args: never[]) => Error,
    chat: Fields,
    own?: Fields,
  ]
> = [
  [
    'rateLimited',
    rateLimited(),
    429,
    RateLimitError,
    [
      `Rate limit reached for gpt-5-mini in organization org-test on tokens per min (TPM): Limit 2000000, Used 2000000, Requested 1000. Please try again in 1ms. ${LEARN}`,
      'tokens',
      null,
      'rate_limit_exceeded',
    ],
  ],
  [
    'rateLimited, by requests',
    rateLimited({ type: 'requests', retryAfterMs: 7 }),
    429,
    RateLimitError,
    [
      `Rate limit reached for gpt-5-mini in organization org-test on requests per min (RPM): Limit 10000, Used 10000, Requested 1. Please try again in 7ms. ${LEARN}`,
      'requests',
      null,
      'rate_limit_exceeded',
    ],
  ],
  [
    'quotaExceeded',
    quotaExceeded(),
    429,
    RateLimitError,
    [
      'You exceeded your current quota, please check your plan and billing details. For more information on this error, read the docs: https://platform.openai.com/docs/guides/error-codes/api-errors.',
      'insufficient_quota',
      null,
      'insufficient_quota',
    ],
  ],
  [
    'contextLengthExceeded',
    contextLengthExceeded(),
    400,
    BadRequestError,
    [
      "This model's maximum context length is 128000 tokens. However, your messages resulted in 160008 tokens. Please reduce the length of the messages.",
      invalid,
      'messages',
      'context_length_exceeded',
    ],
    [
      'Your input exceeds the context window of this model. Please adjust your input and try again.',
      invalid,
      'input',
      'context_length_exceeded',
    ],
  ],
  [
    'contentFiltered',
    contentFiltered(),
    400,
    BadRequestError,
    [
      'Invalid prompt: your prompt was flagged as potentially violating our usage policy. Please try again with a different prompt: https://platform.openai.com/docs/guides/reasoning#advice-on-prompting',
      invalid,
      null,
      'invalid_prompt',
    ],
  ],
  [
    'serverError',
    serverError(),
    500,
    InternalServerError,
    [
      'The server had an error while processing your request. Sorry about that!',
      'server_error',
      null,
      null,
    ],
  ],
  [
    'overloaded',
    overloaded(),
    503,
    InternalServerError,
    [
      'Our servers are currently overloaded. Please try again later.',
      'service_unavailable_error',
      null,
      'server_is_overloaded',
    ],
  ],
  [
    'invalidApiKey',
    invalidApiKey(),
    401,
    AuthenticationError,
    [
      'Incorrect API key provided: sk-proj-*******1234. You can find your API key at https://platform.openai.com/account/api-keys.',
      invalid,
      null,
      'invalid_api_key',
    ],
  ],
]

const request = {
  model: 'gpt-5-mini',
  messages: [{ role: 'user' as const, content: 'Hi' }],
}

it.each(TABLE)(
  'answers as OpenAI does: %s',
  async (_, answer, status, type, fields, own = fields) => {
    const [onChat, onResponses] = [
      chat.completions.create(inOrder.forever(answer)),
      responses.create(inOrder.forever(answer)),
    ]
    const client = clientOf(onChat, onResponses)
    const errors = [
      [await caught(client.chat.completions.create(request)), fields],
      [await caught(client.chat.completions.create({ ...request, stream: true })), fields],
      [await caught(client.responses.create({ model: 'gpt-5-mini', input: 'Hi' })), own],
    ] as const

    for (const [error, [message, kind, param, code]] of errors) {
      expect(error).toBeInstanceOf(type)
      expect(error.status).toBe(status)
      expect(JSON.stringify({ error: error.error })).toBe(
        JSON.stringify({ error: { message, type: kind, param, code } }),
      )
    }
    // The SDK asks three times where it retries.
    const isRetried = status === 429 || status >= 500
    expect([onChat.calls.length, onResponses.calls.length]).toEqual(isRetried ? [6, 3] : [2, 1])
  },
)

it('says of a chat that its model does not exist, and of a response in other words', async () => {
  const client = clientOf(
    chat.completions.create(modelNotFound()),
    responses.create(modelNotFound('gpt-typo')),
  )

  const onChat = await caught(client.chat.completions.create(request))
  expect(onChat).toBeInstanceOf(NotFoundError)
  expect(onChat.error).toEqual({
    message: 'The model `gpt-5-mini` does not exist or you do not have access to it.',
    type: invalid,
    param: null,
    code: 'model_not_found',
  })

  const onResponses = await caught(client.responses.create({ model: 'gpt-5-mini', input: 'Hi' }))
  expect(onResponses).toBeInstanceOf(BadRequestError)
  expect(onResponses.error).toEqual({
    message: "The requested model 'gpt-typo' does not exist.",
    type: invalid,
    param: 'model',
    code: 'model_not_found',
  })
})

it('names a model that the request does not name', async () => {
  const create = beta.threads.runs.create(rateLimited())
  const { error } = await (
    await ask(create, { url: '/threads/t/runs', body: { assistant_id: 'a' } })
  ).json()

  expect(error.message).toContain('Rate limit reached for gpt-5 in organization')
})

it.each([
  [undefined, '1', '1', '1ms'],
  [0, '0', '0', '0ms'],
  [20, '1', '20', '20ms'],
  [1000, '1', '1000', '1s'],
  [45_175, '46', '45175', '45.175s'],
  [60_000, '60', '60000', '1m0s'],
  [90_500, '91', '90500', '1m30.5s'],
])('asks for a retry after %s ms, in all headers alike', async (retryAfterMs, s, ms, reset) => {
  const tokens = await ask(chat.completions.create(rateLimited({ retryAfterMs })))
  const requests = await ask(
    chat.completions.create(rateLimited({ retryAfterMs, type: 'requests' })),
  )

  const limits = {
    'retry-after': s,
    'retry-after-ms': ms,
    'x-ratelimit-limit-requests': '10000',
    'x-ratelimit-limit-tokens': '2000000',
  }
  expect(Object.fromEntries(tokens.headers)).toMatchObject({
    ...limits,
    'x-ratelimit-remaining-requests': '9999',
    'x-ratelimit-remaining-tokens': '0',
    'x-ratelimit-reset-requests': '6ms',
    'x-ratelimit-reset-tokens': reset,
  })
  expect(Object.fromEntries(requests.headers)).toMatchObject({
    ...limits,
    'x-ratelimit-remaining-requests': '0',
    'x-ratelimit-remaining-tokens': '1999990',
    'x-ratelimit-reset-requests': reset,
    'x-ratelimit-reset-tokens': '0s',
  })
  expect((await tokens.json()).error.message).toContain(`Please try again in ${reset}. `)
})

it.each([
  [{ type: 'images' }, TypeError, "expected { type: 'tokens' } or 'requests'."],
  [{ after: 1 }, TypeError, 'unknown option "after". Expected { retryAfterMs, type }.'],
  [{ retryAfterMs: -1 }, RangeError, 'expected { retryAfterMs: 20 }, a number of milliseconds.'],
  [{ retryAfterMs: Number.NaN }, RangeError, 'expected { retryAfterMs: 20 }'],
])('refuses the options %j', (options, type, complaint) => {
  const create = () => rateLimited(options as Parameters<typeof rateLimited>[0])

  expect(create).toThrow(type)
  expect(create).toThrow(`Failed to create rateLimited(): ${complaint}`)
})

it('stands wherever an answer can stand, on any server', async () => {
  const { chat: groq } = createRoutes({ baseURL: 'https://api.groq.com/openai/v1' })
  const answers = [
    rateLimited(),
    inOrder(rateLimited()),
    [when({}, rateLimited())],
    () => rateLimited(),
    deliver(rateLimited(), { headers: { 'x-own': 'yes' } }),
  ]
  const url = 'https://api.groq.com/openai/v1/chat/completions'
  const all = answers.map((answer) => ask(groq.completions.create(answer), { url }))

  for (const response of await Promise.all(all)) {
    expect(response.headers.get('x-ratelimit-remaining-tokens')).toBe('0')
    expect((await response.json()).error.code).toBe('rate_limit_exceeded')
  }
})

it('asks for a key where a request has none', async () => {
  const response = await ask(chat.completions.create(invalidApiKey()))

  expect(response.status).toBe(401)
  expect((await response.json()).error).toMatchObject({
    message: expect.stringContaining("You didn't provide an API key."),
    code: null,
  })
})

it('has the words of an endpoint of the user', async () => {
  const draw = createRoute({
    name: 'pictures.draw',
    method: 'POST',
    path: '/pictures',
    errors: {
      contentFiltered: (name) => apiError(400, { message: `${name} draws no such thing.` }),
    },
  })
  const response = await ask(draw(contentFiltered()), { url: '/pictures', body: { model: 'ink' } })

  expect((await response.json()).error.message).toBe('ink draws no such thing.')
})

function clientOf(...routes: Parameters<typeof createFetch>[0]) {
  return new OpenAI({ apiKey: 'sk-proj-abcdefg1234', fetch: createFetch(routes) })
}

async function caught(asked: Promise<unknown>): Promise<APIError> {
  const error = await asked.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(APIError)
  return error as APIError
}

it.each([
  ['embeddings', embeddings, "Invalid 'input': maximum context length is 8192 tokens."],
  [
    'a legacy completion',
    completions,
    "This model's maximum context length is 4097 tokens, however you requested 4322 tokens (4066 in your prompt; 256 for the completion). Please reduce your prompt; or completion length.",
  ],
])('words an input that is too long for %s without a code', async (_, { create }, message) => {
  const response = await ask(create(contextLengthExceeded()), {
    url: create.endpoint.path,
    body: { model: 'a-model', input: 'Hi', prompt: 'Hi' },
  })

  expect(response.status).toBe(400)
  expect(await response.json()).toEqual({
    error: { message, type: invalid, param: null, code: null },
  })
})
