import { http, passthrough } from 'msw'
import { chat } from 'msw-openai'
import { createFetch } from 'msw-openai/fetch'
import { serve } from 'msw-openai/node'
import { expect, it, onTestFinished, vi } from 'vitest'
import { useServer } from './support.js'

const server = useServer()

const ORIGIN = 'http://localhost:5173'
const URL = 'https://api.openai.com/v1/chat/completions'
const BODY = JSON.stringify({
  model: 'gpt-5',
  messages: [{ role: 'user', content: 'Hi' }],
  stream: true,
})
/** Sends the preflight request of a browser. */
const PREFLIGHT = {
  method: 'OPTIONS',
  headers: {
    origin: ORIGIN,
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'authorization,content-type',
  },
}

it.each(['MSW', 'createFetch', 'serve'])(
  'answers a preflight and the request of a page over %s',
  async (transport) => {
    const create = chat.completions.create('Hello')
    server.use(
      create,
      http.all('http://127.0.0.1*', () => passthrough()),
    )
    await using standalone = await serve([create])
    const url = transport === 'serve' ? `${standalone.baseURL}/chat/completions` : URL
    const send = transport === 'createFetch' ? createFetch([create]) : fetch

    const preflight = await send(url, PREFLIGHT)
    const calls = create.calls.length
    const response = await send(url, { method: 'POST', headers: { origin: ORIGIN }, body: BODY })

    expect(preflight.status).toBe(204)
    expect(Object.fromEntries(preflight.headers)).toMatchObject({
      'access-control-allow-origin': ORIGIN,
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': 'authorization,content-type',
    })
    expect(calls).toBe(0)
    expect(response.headers.get('access-control-allow-origin')).toBe(ORIGIN)
    expect(await response.text()).toContain('"Hello"')
    await expect(create.calls[0]?.settled).resolves.toBe('completed')
  },
)

it('leaves a preflight for another method to the next handler', async () => {
  const send = createFetch([chat.completions.create('Hello')])
  const headers = { ...PREFLIGHT.headers, 'access-control-request-method': 'DELETE' }

  expect((await send(URL, { ...PREFLIGHT, headers })).status).toBe(404)
})

it('says nothing of other origins to a client that is no page', async () => {
  const send = createFetch([chat.completions.create('Hello')])

  const response = await send(URL, { method: 'POST', body: BODY })

  expect(response.headers.get('access-control-allow-origin')).toBeNull()
})

it('answers the preflight of happy-dom, whose headers get lost on their way', async () => {
  const create = chat.completions.create('Hello')
  server.use(create)
  vi.stubGlobal('happyDOM', {})
  onTestFinished(() => void vi.unstubAllGlobals())

  const response = await fetch(URL, { method: 'OPTIONS' })

  expect(response.status).toBe(204)
  expect(response.headers.get('access-control-allow-origin')).toBe('*')
  expect(create.calls).toEqual([])
})
