import { http, HttpResponse, type RequestHandler } from 'msw'
import { graphql } from 'msw/graphql'
import { chat, createRoutes } from 'msw-openai'
import { serve } from 'msw-openai/node'
import { expect, it, vi } from 'vitest'

const CHAT = {
  method: 'POST',
  body: JSON.stringify({ model: 'gpt-5', messages: [{ role: 'user', content: 'Hi' }] }),
}

/** A handler that says who it is, and which URL it has heard. */
function named(name: string, path: Parameters<typeof http.get>[0]): RequestHandler {
  return http.get(path, ({ request }) => HttpResponse.text(`${name} ${request.url}`))
}

/** Gives the text with which a server of handlers answers `GET path`. The server's own port is written `PORT`. */
async function hear(path: string, ...handlers: RequestHandler[]): Promise<string> {
  await using server = await serve(handlers)
  const text = await (await fetch(`${server.url}${path}`)).text()
  return text.replaceAll(`:${server.port}`, ':PORT')
}

it.each([
  ['https://api.openai.com/v1/models', 'https://api.openai.com/v1/models?a=b'],
  ['http://localhost:8080/v1/models', 'http://localhost:8080/v1/models?a=b'],
  ['http://localhost:*/v1/models', 'http://localhost:PORT/v1/models?a=b'],
  ['https://*.openai.azure.com/v1/:what', 'https://any.openai.azure.com/v1/models?a=b'],
  ['https://my-*.example.com/*', 'https://my-any.example.com/v1/models?a=b'],
  ['https://:name.example.com/v1/models', 'https://name.example.com/v1/models?a=b'],
  ['*://api.openai.com/v1/models', 'https://api.openai.com/v1/models?a=b'],
  ['*.openai.com/v1/models', 'https://any.openai.com/v1/models?a=b'],
  ['https://*/v1/models', 'https://any/v1/models?a=b'],
  ['*/v1/models', 'http://127.0.0.1:PORT/v1/models?a=b'],
  ['/v1/models', 'http://127.0.0.1:PORT/v1/models?a=b'],
  ['*', 'http://127.0.0.1:PORT/v1/models?a=b'],
])('answers for %s', async (path, url) => {
  await expect(hear('/v1/models?a=b', named('it', path))).resolves.toBe(`it ${url}`)
})

it('answers for itself', async () => {
  const handlers: RequestHandler[] = []
  await using server = await serve(handlers)
  const create = createRoutes({ baseURL: server.baseURL }).chat.completions.create('Hello')
  handlers.push(create)

  const { ok } = await fetch(`${server.baseURL}/chat/completions`, CHAT)

  expect(ok).toBe(true)
  expect(create.calls[0]?.url.href).toBe(`${server.baseURL}/chat/completions`)
})

it('takes the first handler that answers, whatever origin it is for', async () => {
  const [a, b] = ['https://a.example.com/v1', 'https://b.example.com/v1']
  const heard = [
    await hear('/v1', named('first', a), named('second', b), named('third', a)),
    await hear('/v1', named('first', b), named('second', a), named('third', b)),
    await hear('/v1', named('first', '*'), named('second', a)),
    await hear('/v1', named('first', `${a}/other`), named('second', b), named('third', a)),
  ]

  expect(heard).toEqual([
    `first ${a}`,
    `first ${b}`,
    'first http://127.0.0.1:PORT/v1',
    `second ${b}`,
  ])
})

it('asks a pattern and a function which origin they are for, of those that others name', async () => {
  const models = 'https://api.openai.com/v1/models'
  const other = named('other', 'https://api.openai.com/v1/other')
  const ofHost = http.get(
    ({ request }) => new URL(request.url).hostname === 'api.openai.com',
    () => HttpResponse.text('function'),
  )
  const heard = [
    await hear('/v1/models', other, named('pattern', /openai\.com\/v1\/models/)),
    await hear('/v1/models', other, named('own', /\/v1\/models$/)),
    await hear('/v1/models', other, ofHost),
  ]

  expect(heard).toEqual([`pattern ${models}`, 'own http://127.0.0.1:PORT/v1/models', 'function'])
})

it('answers GraphQL, too', async () => {
  const query = graphql
    .link('*')
    .query('Hello', () => HttpResponse.json({ data: { hello: 'there' } }))
  await using server = await serve([chat.completions.create('no'), query])

  const response = await fetch(server.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: 'query Hello { hello }' }),
  })

  await expect(response.json()).resolves.toEqual({ data: { hello: 'there' } })
})

it('runs a handler once that passes a request to others', async () => {
  const spied = vi.fn<() => undefined>()
  const text = await hear(
    '/v1',
    http.all('*', spied),
    http.all(/./, spied),
    named('last', 'https://a.example.com/v1'),
  )

  expect(text).toBe('last https://a.example.com/v1')
  expect(spied).toHaveBeenCalledTimes(2)
})

it('gives each handler a body of its own where origins part them', async () => {
  const first = http.post('https://a.example.com/v1', async ({ request }) => {
    await request.text()
  })
  const last = http.post('https://b.example.com/v1', async ({ request }) => {
    const [body, copy] = await Promise.all([request.clone().text(), request.text()])
    return HttpResponse.text(`${body} ${copy}`)
  })
  await using server = await serve([first, last])

  const response = await fetch(server.baseURL, { method: 'POST', body: 'Hello' })

  await expect(response.text()).resolves.toBe('Hello Hello')
})
