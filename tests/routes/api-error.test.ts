import { expect, it } from 'vitest'
import { apiError, beta, chat, responses } from 'msw-openai/routes'
import { ask } from './support.js'

it.each([
  [400, 'The request failed with status 400.', 'invalid_request_error', null],
  [401, 'Incorrect API key provided.', 'invalid_request_error', 'invalid_api_key'],
  [403, 'You do not have access to this resource.', 'invalid_request_error', 'forbidden'],
  [404, 'The requested resource was not found.', 'invalid_request_error', 'not_found'],
  [429, 'Rate limit reached.', 'requests', 'rate_limit_exceeded'],
  [500, 'The server had an error while processing your request.', 'server_error', null],
  [503, 'The engine is currently overloaded, please try again later.', 'server_error', null],
  [529, 'The request failed with status 529.', 'server_error', null],
])('answers %i with the error that OpenAI has for it', async (status, message, type, code) => {
  const response = await ask(chat.completions.create(apiError(status)))

  expect(response.status).toBe(status)
  expect(response.headers.get('content-type')).toBe('application/json')
  expect(await response.text()).toBe(
    JSON.stringify({ error: { message, type, param: null, code } }),
  )
})

it.each([
  ['a message', 'Slow down.', { message: 'Slow down.' }],
  ['a field', { code: 'insufficient_quota' }, { code: 'insufficient_quota' }],
  [
    'every field',
    { message: 'No.', type: 'tokens', param: 'input', code: null },
    { message: 'No.', type: 'tokens', param: 'input', code: null },
  ],
])('takes %s of its own', async (_, error, fields) => {
  const response = await ask(chat.completions.create(apiError(429, error)))

  expect(await response.json()).toEqual({
    error: {
      message: 'Rate limit reached.',
      type: 'requests',
      param: null,
      code: 'rate_limit_exceeded',
      ...fields,
    },
  })
})

it.each([
  ...[400, 401, 403, 404, 422].map((status) => [status, null] as const),
  ...[408, 409, 429, 500, 503, 529].map((status) => [status, '1'] as const),
])('answers %i with retry-after-ms: %s', async (status, milliseconds) => {
  const response = await ask(chat.completions.create(apiError(status)))

  expect(response.headers.get('retry-after-ms')).toBe(milliseconds)
})

it('takes headers of its own', async () => {
  const headers = { 'retry-after-ms': '0', 'x-should-retry': 'false', 'x-request-id': 'req_mine' }
  const response = await ask(chat.completions.create(apiError(429, {}, { headers })))

  expect(Object.fromEntries(response.headers)).toMatchObject({
    ...headers,
    'content-type': 'application/json',
    'openai-version': '2020-10-01',
  })
})

it.each([200, 399, 600, 429.5, Number.NaN])('throws on the status %d', (status) => {
  expect(() => apiError(status)).toThrow(
    new RangeError(`Failed to create apiError(${status}): expected a status between 400 and 599.`),
  )
})

it('answers any number of calls, on any route', async () => {
  const error = apiError(404, 'No such thread.')
  const routes = [
    chat.completions.create(error),
    responses.create(error),
    beta.threads.runs.create(error),
  ]
  const asked = [
    { url: '/chat/completions' },
    { url: '/responses', body: { model: 'gpt-5', input: 'Hi' } },
    { url: '/threads/thread_1/runs', body: { assistant_id: 'asst_1' } },
  ]
  const answers = await Promise.all([...asked, ...asked].map((each) => ask(routes, each)))
  const [first, ...others] = await Promise.all(answers.map((answer) => answer.json()))

  expect(first).toMatchObject({ error: { message: 'No such thread.' } })
  expect(others).toEqual(Array(5).fill(first))
  expect(routes.flatMap(({ calls }) => calls.map(({ outcome }) => outcome))).toEqual(
    Array(6).fill('replied'),
  )
})

it.each([
  ['retry-after', '5', null, '5'],
  ['Retry-After', '5', null, '5'],
  ['Retry-After-Ms', '500', '500', null],
])('keeps the time of the retry in %s', async (name, value, ms, seconds) => {
  const route = chat.completions.create(apiError(429, {}, { headers: { [name]: value } }))
  const { headers } = await ask(route)

  expect(headers.get('retry-after-ms')).toBe(ms)
  expect(headers.get('retry-after')).toBe(seconds)
})
