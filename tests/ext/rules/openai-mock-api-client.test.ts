import { createBackend } from 'msw-openai/backend'
import { serve } from 'msw-openai/node'
import { rules } from 'msw-openai/rules'
import OpenAI from 'openai'
import { afterAll, beforeAll, expect, it } from 'vitest'

const FILE = `
apiKey: right-key
responses:
  - id: greeting
    messages:
      - { role: user, content: 'Hello, who are you?' }
      - { role: assistant, content: 'A model, and at your service.' }
  - id: translator
    messages:
      - { role: system, content: You translate., matcher: contains }
      - { role: user, matcher: any }
      - { role: assistant, content: Bonjour. }
`

let server: Awaited<ReturnType<typeof serve>>
beforeAll(async () => {
  server = await serve(createBackend(rules(FILE)).handlers)
})
afterAll(() => server.close())

const clientWith = (apiKey = 'right-key') =>
  new OpenAI({ apiKey, baseURL: server.baseURL, maxRetries: 0 })

const ask = (content: string) => ({
  model: 'gpt-3.5-turbo',
  messages: [{ role: 'user' as const, content }],
})

/** Posts a body, and gives the status and the error. */
async function post(body: object, path = '/chat/completions') {
  const headers = { authorization: 'Bearer right-key', 'content-type': 'application/json' }
  const init = { method: 'POST', headers, body: JSON.stringify(body) }
  const response = await fetch(`${server.baseURL}${path}`, init)
  const { error }: { error?: object } = await response.json()
  return { status: response.status, error }
}

it('answers with the tokens of the request and the answer', async () => {
  const { choices, usage } = await clientWith().chat.completions.create(ask('Hello, who are you?'))

  expect(choices[0]?.message.content).toBe('A model, and at your service.')
  expect(usage?.prompt_tokens).toBeGreaterThan(0)
  expect(usage?.completion_tokens).toBeGreaterThan(0)
  expect(usage?.total_tokens).toBe((usage?.prompt_tokens ?? 0) + (usage?.completion_tokens ?? 0))
})

it('streams the pieces of a text', async () => {
  const request = { ...ask('Hello, who are you?'), stream: true as const }
  const pieces: string[] = []
  for await (const { choices } of await clientWith().chat.completions.create(request)) {
    pieces.push(choices[0]?.delta.content ?? '')
  }

  expect(pieces.length).toBeGreaterThan(3)
  expect(pieces.join('')).toBe('A model, and at your service.')
})

it('answers by a system prompt', async () => {
  const system = { role: 'system' as const, content: 'You translate. Be brief.' }
  const { messages, model } = ask('Good day.')
  const translated = clientWith().chat.completions.create({
    model,
    messages: [system, ...messages],
  })

  expect((await translated).choices[0]?.message.content).toBe('Bonjour.')
})

it('lists the models of its documentation, among others', async () => {
  const { data } = await clientWith().models.list()

  expect(data.map(({ id }) => id)).toEqual(expect.arrayContaining(['gpt-3.5-turbo', 'gpt-4']))
})

it('refuses a wrong key with a 401', async () => {
  await expect(clientWith('wrong-key').chat.completions.create(ask('Hi'))).rejects.toMatchObject({
    status: 401,
    code: 'invalid_api_key',
  })
})

it.each([
  ['a request that no rule matches', ask('Bye'), 'No matching response found'],
  ['a request without a model', { messages: ask('Hi').messages }, 'model'],
  ['a request without messages', { model: 'gpt-4' }, 'messages'],
])('refuses %s with a 400', async (_, body, message) => {
  expect(await post(body)).toMatchObject({
    status: 400,
    error: { type: 'invalid_request_error', message: expect.stringContaining(message) },
  })
})

it('has a 404 for an endpoint that there is not', async () => {
  expect(await post({}, '/nothing')).toMatchObject({
    status: 404,
    error: { type: 'invalid_request_error' },
  })
})
