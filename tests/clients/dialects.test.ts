import {
  apiError,
  chatCompletionWriter,
  createRoutes,
  EventStream,
  reply,
  StreamError,
} from 'msw-openai'
import { createFetch } from 'msw-openai/fetch'
import { azure, azureAsyncFilter, deepseek, groq, mistral, openrouter } from 'msw-openai/dialects'
import { setupServer } from 'msw/node'
import OpenAI, { AuthenticationError, AzureOpenAI, NotFoundError } from 'openai'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { readAll } from '../support.js'

const server = setupServer()

beforeAll(() => server.listen())
afterEach(() => server.resetHandlers())
afterAll(() => server.close())

const AZURE = 'https://my.openai.azure.com'
const CHAT = { model: 'small', messages: [{ role: 'user' as const, content: 'Hi' }] }

/** The client of Azure, whose SDK makes the path of the deployment. */
const azureClient = (apiKey = 'right') =>
  new AzureOpenAI({ apiKey, endpoint: AZURE, apiVersion: '2024-10-21', maxRetries: 0 })

it("answers Azure's client at the path of its deployment", async () => {
  const baseURL = `${AZURE}/openai/deployments/:deployment`
  const create = createRoutes({ baseURL, dialect: azure }).chat.completions.create('Hi there')
  server.use(create)

  const { items } = await readAll(
    await azureClient().chat.completions.create({ ...CHAT, stream: true }),
  )
  const whole = await azureClient().chat.completions.create(CHAT)

  expect(items[0]).toMatchObject({ choices: [], prompt_filter_results: [{ prompt_index: 0 }] })
  expect(items.flatMap(({ choices }) => choices[0]?.delta.content ?? []).join('')).toBe('Hi there')
  expect(whole.choices[0]).toMatchObject({
    message: { content: 'Hi there' },
    content_filter_results: { hate: { filtered: false, severity: 'safe' } },
  })
  expect(create.calls.map(({ params }) => params.deployment)).toEqual(['small', 'small'])
})

it("answers Azure's client where the path has no deployment, and at the v1 API", async () => {
  const { responses } = createRoutes({ baseURL: `${AZURE}/openai`, dialect: azure })
  const v1 = createRoutes({ baseURL: `${AZURE}/openai/v1`, dialect: azure, apiKey: 'right' })
  server.use(responses.create('From the old API'), v1.responses.create('From v1'))
  const client = new OpenAI({ apiKey: 'right', baseURL: `${AZURE}/openai/v1` })
  const request = { model: 'small', input: 'Hi' }

  expect((await azureClient().responses.create(request)).output_text).toBe('From the old API')
  expect((await client.responses.create(request)).output_text).toBe('From v1')
})

it("gives Azure's client the errors of Azure", async () => {
  const baseURL = `${AZURE}/openai/deployments/:deployment`
  const { chat } = createRoutes({ baseURL, dialect: azure, apiKey: 'right' })
  server.use(chat.completions.create(apiError(404)))

  const refused = azureClient('wrong').chat.completions.create(CHAT)
  await expect(refused).rejects.toBeInstanceOf(AuthenticationError)
  await expect(refused).rejects.toMatchObject({ code: '401' })
  const missing = azureClient().chat.completions.create(CHAT)
  await expect(missing).rejects.toBeInstanceOf(NotFoundError)
  await expect(missing).rejects.toMatchObject({ code: 'DeploymentNotFound' })
})

it('gives a client the chunks of the asynchronous filter', async () => {
  const baseURL = `${AZURE}/openai/v1`
  const { chat } = createRoutes({ baseURL, dialect: azureAsyncFilter })
  const client = new OpenAI({
    apiKey: 'k',
    baseURL,
    fetch: createFetch([chat.completions.create('Hi')]),
  })

  const { items } = await readAll(await client.chat.completions.create({ ...CHAT, stream: true }))

  expect(items.map(({ choices }) => choices[0]?.delta?.content)).toEqual([
    undefined,
    '',
    'Hi',
    undefined,
    undefined,
  ])
})

it.each([deepseek, groq, openrouter])('gives a client the tool calls of $name', async (dialect) => {
  const { baseURL = '' } = dialect
  const { chat } = createRoutes({ dialect })
  const answer = reply({ text: 'Let me add.', toolCalls: [{ name: 'add', arguments: { a: 2 } }] })
  const fetch = createFetch([chat.completions.create(answer)])
  const client = new OpenAI({ apiKey: 'k', baseURL, fetch })

  const { items } = await readAll(await client.chat.completions.create({ ...CHAT, stream: true }))
  const calls = items.flatMap(({ choices }) => choices[0]?.delta.tool_calls ?? [])

  expect(calls[0]).toMatchObject({ index: 0, id: 'call_1', function: { name: 'add' } })
  expect(calls.map((call) => call.function?.arguments ?? '').join('')).toBe('{"a":2}')
  expect(items.flatMap(({ choices }) => choices[0]?.finish_reason ?? [])).toContain('tool_calls')
})

it('reads a reasoning of Mistral as parts', async () => {
  const { chat } = createRoutes({ dialect: mistral })
  const fetch = createFetch([chat.completions.create(reply({ reasoning: 'Hm', text: 'Hi' }))])
  const client = new OpenAI({ apiKey: 'k', baseURL: 'https://api.mistral.ai/v1', fetch })

  const { items } = await readAll(await client.chat.completions.create({ ...CHAT, stream: true }))

  expect(items.map(({ choices }) => choices[0]?.delta.content)).toEqual([
    '',
    [{ type: 'thinking', thinking: [{ type: 'text', text: 'Hm' }] }],
    'Hi',
    '',
  ])
})

class Failing extends EventStream<ChatCompletionChunk> {
  override *generate(): Generator<ChatCompletionChunk> {
    yield* chatCompletionWriter().text('Let')
    throw new StreamError({ message: 'Tool call validation failed', code: 'tool_use_failed' })
  }
}

it('throws an error of Groq in the middle of a stream', async () => {
  const { chat } = createRoutes({ dialect: groq })
  const fetch = createFetch([chat.completions.create(new Failing())])
  const client = new OpenAI({ apiKey: 'k', baseURL: 'https://api.groq.com/openai/v1', fetch })

  const { items, error } = await readAll(
    await client.chat.completions.create({ ...CHAT, stream: true }),
  )

  expect(items).toHaveLength(2)
  expect(error).toMatchObject({ code: 'tool_use_failed' })
})
