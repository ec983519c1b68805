import { apiError } from 'msw-openai/routes'
import {
  deepseek,
  groq,
  mistral,
  ollama,
  openrouter,
  perplexity,
  together,
  vllm,
  xai,
} from 'msw-openai/dialects'
import { expect, it } from 'vitest'
import { ask } from '../support.js'
import { askChat, CHAT, routesOf } from './support.js'

/** Gives the status and the text of an answer. */
async function read(response: Response): Promise<[status: number, text: string]> {
  return [response.status, await response.text()]
}

it.each([
  [
    deepseek,
    401,
    '{"error":{"message":"Authentication Fails, Your api key: ****rong is invalid","type":"authentication_error","param":null,"code":"invalid_request_error"}}',
  ],
  [
    groq,
    401,
    '{"error":{"message":"Invalid API Key","type":"invalid_request_error","code":"invalid_api_key"}}',
  ],
  [mistral, 401, '{"detail":"Unauthorized"}'],
  [openrouter, 401, '{"error":{"message":"User not found.","code":401}}'],
  [
    perplexity,
    401,
    '{"error":{"message":"Invalid API key provided. You can find your API key at https://www.perplexity.ai/settings/api.","type":"invalid_api_key","code":401}}',
  ],
  [
    together,
    401,
    '{"error":{"message":"Invalid API key provided. You can find your API key at https://api.together.ai/settings/api-keys.","type":"invalid_request_error","param":null,"code":"invalid_api_key"}}',
  ],
  [vllm, 401, '{"error":"Unauthorized"}'],
  [
    xai,
    400,
    '{"code":"Client specified an invalid argument","error":"Incorrect API key provided: sk***ng. You can obtain an API key from https://console.x.ai."}',
  ],
])('refuses the wrong key as $name does', async (dialect, status, text) => {
  const create = routesOf(dialect, 'sk-right').chat.completions.create('Hi')
  const send = (key: string) =>
    ask(create, {
      url: `${dialect.baseURL}/chat/completions`,
      body: CHAT,
      headers: { authorization: `Bearer ${key}` },
    })

  expect(await read(await send('sk-wrong'))).toEqual([status, text])
  expect((await send('sk-right')).status).toBe(200)
})

it('takes every key as Ollama does', async () => {
  const create = routesOf(ollama, 'sk-right').chat.completions.create('Hi')
  const url = 'http://localhost:11434/v1/chat/completions'

  expect((await ask(create, { url, body: CHAT })).status).toBe(200)
})

it.each([
  [
    deepseek,
    '{"error":{"message":"Slow down.","type":"requests","param":null,"code":"rate_limit_exceeded"}}',
  ],
  [groq, '{"error":{"message":"Slow down.","type":"requests","code":"rate_limit_exceeded"}}'],
  [
    mistral,
    '{"object":"error","message":"Slow down.","type":"rate_limited","param":null,"code":"1300","raw_status_code":429}',
  ],
  [ollama, '{"error":{"message":"Slow down.","type":"requests","param":null,"code":null}}'],
  [openrouter, '{"error":{"message":"Slow down.","code":429}}'],
  [perplexity, '{"error":{"message":"Slow down.","type":"requests","code":429}}'],
  [vllm, '{"error":{"message":"Slow down.","type":"requests","param":null,"code":429}}'],
  [xai, '{"code":"Some resource has been exhausted","error":"Slow down."}'],
])('writes an error as $name does', async (dialect, text) => {
  expect(await read(await askChat(dialect, apiError(429, 'Slow down.')))).toEqual([429, text])
})

it.each([
  [
    groq,
    '{"error":{"message":"Missing required parameter: \'messages\'.","type":"invalid_request_error","param":"messages","code":"missing_required_parameter"}}',
  ],
  [openrouter, '{"error":{"message":"Missing required parameter: \'messages\'.","code":400}}'],
  [
    vllm,
    '{"error":{"message":"Missing required parameter: \'messages\'.","type":"BadRequestError","param":"messages","code":400}}',
  ],
])('refuses a wrong body in the shape of $name', async (dialect, text) => {
  expect(await read(await askChat(dialect, 'Hi', { model: 'small' }))).toEqual([400, text])
})

it('keeps the fields of other servers', async () => {
  const metadata = { provider_name: 'Novita', raw: '…' }
  const response = await askChat(
    openrouter,
    apiError(429, { message: 'Provider returned error', metadata }),
  )

  expect(await response.json()).toEqual({
    error: { message: 'Provider returned error', code: 429, metadata },
  })
})
