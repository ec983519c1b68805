import { http, passthrough } from 'msw'
import { chat } from 'msw-openai'
import { serve } from 'msw-openai/node'
import { expect, it } from 'vitest'

const ORIGIN = 'http://localhost:5173'
const CHAT = {
  method: 'POST',
  headers: { origin: ORIGIN },
  body: JSON.stringify({ model: 'gpt-5', messages: [{ role: 'user', content: 'Hi' }] }),
}
/** Sends the preflight request of a browser. */
const PREFLIGHT = {
  method: 'OPTIONS',
  headers: {
    origin: ORIGIN,
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'authorization,content-type,x-stainless-lang',
  },
}

/** Gives the headers of a response about other origins. */
function corsOf({ headers }: Response): Record<string, string> {
  return Object.fromEntries([...headers].filter(([name]) => /^access-control-|^vary$/.test(name)))
}

it('lets a page of another origin read what it answers', async () => {
  await using server = await serve([chat.completions.create('Hello')])

  const response = await fetch(`${server.baseURL}/chat/completions`, CHAT)
  const unmatched = await fetch(server.url, CHAT)

  const cors = { 'access-control-allow-origin': ORIGIN, vary: 'origin' }
  expect([response.status, unmatched.status]).toEqual([200, 404])
  expect(corsOf(response)).toEqual({ ...cors, 'access-control-expose-headers': 'X-Request-ID' })
  expect(corsOf(unmatched)).toEqual({
    ...cors,
    'access-control-expose-headers': 'x-request-id, x-should-retry, openai-poll-after-ms',
  })
})

it('lets a page of another origin send what it asks to, which no route hears of', async () => {
  const create = chat.completions.create('Hello')
  await using server = await serve([create])

  const response = await fetch(`${server.baseURL}/chat/completions`, PREFLIGHT)

  expect(response.status).toBe(204)
  expect(corsOf(response)).toMatchObject({
    'access-control-allow-origin': ORIGIN,
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': 'authorization,content-type,x-stainless-lang',
  })
  expect(create.calls).toEqual([])
})

it('says which headers it takes only where it is asked', async () => {
  await using server = await serve([])
  const headers = { origin: ORIGIN, 'access-control-request-method': 'GET' }

  const response = await fetch(server.url, { method: 'OPTIONS', headers })

  expect(response.status).toBe(204)
  expect(response.headers.get('access-control-allow-methods')).toBe('GET')
  expect(response.headers.get('access-control-allow-headers')).toBeNull()
})

it('passes a preflight to the handler that answers it', async () => {
  const own = http.options('*', () => new Response(null, { status: 403 }))
  await using server = await serve([own])

  expect((await fetch(server.url, PREFLIGHT)).status).toBe(403)
})

it('answers a preflight that a handler passes through', async () => {
  await using server = await serve([http.all('*', () => passthrough())])

  expect((await fetch(server.url, PREFLIGHT)).status).toBe(204)
})

it('takes no OPTIONS for a preflight that is none', async () => {
  await using server = await serve([])

  const responses = await Promise.all([
    fetch(server.url, { method: 'OPTIONS' }),
    fetch(server.url, { method: 'OPTIONS', headers: { origin: ORIGIN } }),
  ])

  expect(responses.map(({ status }) => status)).toEqual([404, 404])
})

it('keeps what a handler says to other origins itself', async () => {
  const headers = { 'access-control-allow-origin': '*' }
  await using server = await serve([http.get('*', () => new Response('Hello', { headers }))])

  const response = await fetch(server.url, { headers: { origin: ORIGIN } })

  expect(corsOf(response)).toEqual(headers)
})

it('says nothing of other origins to who is no browser', async () => {
  await using server = await serve([http.get('*', () => new Response('Hello'))])

  expect(corsOf(await fetch(server.url))).toEqual({})
})
