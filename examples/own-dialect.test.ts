import { comment, createRoutes, type Dialect } from 'msw-openai'
import { changeByName } from 'msw-openai/dialects'
import { useServer } from 'msw-openai/vitest'
import OpenAI from 'openai'
import { expect, it } from 'vitest'

const gateway: Dialect = {
  name: 'gateway',
  baseURL: 'https://gateway.example.com/v1',
  headers: { 'x-gateway': 'eu-west' },
  endpoint: changeByName({
    'chat.completions.create': (chat) => ({
      ...chat,
      unfold: (completion, request) => [
        comment('from the gateway'),
        ...(chat.unfold?.(completion, request) ?? []),
      ],
      wire: { ...chat.wire, lineEnding: '\r\n' },
    }),
  }),
  error: ({ status, error }) => ({ error: { status, message: error.message } }),
}

const { chat } = createRoutes({ dialect: gateway, apiKey: 'right' })

const create = chat.completions.create('Hello there')
useServer(create)

const client = (apiKey: string) => new OpenAI({ apiKey, baseURL: 'https://gateway.example.com/v1' })
const request = { model: 'small', messages: [{ role: 'user' as const, content: 'Hi' }] }

it('streams as the gateway does', async () => {
  const { completions } = client('right').chat
  const response = await completions.create({ ...request, stream: true }).asResponse()

  expect(response.headers.get('x-gateway')).toBe('eu-west')
  expect(await response.text()).toMatch(/^: from the gateway\r\n\r\ndata: \{"id":"chatcmpl-1"/)
})

it('refuses as the gateway does', async () => {
  await expect(client('wrong').chat.completions.create(request)).rejects.toMatchObject({
    status: 401,
    error: { status: 401 },
  })
})
