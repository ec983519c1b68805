import { createFetch } from 'msw-openai/fetch'
import { groq } from 'msw-openai/dialects'
import { apiError, createRoute, createRoutes, type Dialect } from 'msw-openai/routes'
import { beforeEach, expect, it, vi } from 'vitest'

const BASE = 'https://llm.example/v1'

/** Functions of a dialect that throw, and headers that are none. */
const BROKEN: ReadonlyArray<[part: string, dialect: Partial<Dialect>, message: string]> = [
  ['headers', { headers: fail }, 'No such thing.'],
  ['headers that are none', { headers: () => ({ 'a b': 'c' }) }, '"a b" is an invalid header name'],
  ['error', { error: fail }, 'No such thing.'],
  ['refuse', { refuse: fail }, 'No such thing.'],
]

function fail(): never {
  throw new Error('No such thing.')
}

beforeEach(() => {
  const complaints = vi.spyOn(console, 'error').mockReturnValue()
  return () => complaints.mockRestore()
})

it.each(BROKEN)('breaks the call where a dialect has broken %s', async (_, dialect, message) => {
  const { chat } = createRoutes({
    baseURL: BASE,
    apiKey: 'sk-right',
    dialect: { name: 'broken', ...dialect },
  })
  const route = chat.completions.create(apiError(404))
  const response = await createFetch([route])(`${BASE}/chat/completions`, {
    method: 'POST',
    headers: { authorization: 'Bearer sk-right' },
    body: JSON.stringify({ model: 'small', messages: [{ role: 'user', content: 'Hi' }] }),
  })

  expect(response.status).toBe(400)
  expect(response.headers.get('x-should-retry')).toBe('false')
  expect(await response.json()).toMatchObject({
    error: { code: 'unanswered_call', message: expect.stringContaining(message) },
  })
  await expect(route.calls[0]?.settled).resolves.toBe('broken')
  expect(route.calls[0]?.error).toMatchObject({ message: expect.stringContaining(message) })
})

it('refuses headers of a dialect that are none', () => {
  const dialect = { name: 'broken', headers: { 'a b': 'c' } }

  expect(() => createRoutes({ baseURL: BASE, dialect })).toThrow(
    'Failed to create routes: expected headers in a form that Fetch takes.',
  )
})

it('changes no endpoint whose name every object has', async () => {
  const things = createRoute(
    { name: 'toString', method: 'POST', path: '/things' },
    { baseURL: BASE, dialect: groq },
  )
  const ask = createFetch([things({ a: 1 })])
  const response = await ask(`${BASE}/things`, { method: 'POST' })

  expect(await response.json()).toEqual({ a: 1 })
})
