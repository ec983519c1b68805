import { createRoutes } from 'msw-openai'
import { createFetch } from 'msw-openai/fetch'
import { afterEach, expect, it } from 'vitest'

const { Promise: real } = globalThis

afterEach(() => {
  globalThis.Promise = real
})

it.each([true, false])(
  'answers where the global Promise is replaced, stream: %s',
  async (stream) => {
    const { chat } = createRoutes()
    const fetch = createFetch([chat.completions.create(async () => 'Hello')])
    const messages = [{ role: 'user', content: 'Hi' }]
    const body = JSON.stringify({ model: 'gpt-5', messages, stream })
    const headers = { 'content-type': 'application/json' }
    // As zone.js does: an async function gives a promise that is no instance of this class.
    globalThis.Promise = class Zoned<Value> extends real<Value> {} as PromiseConstructor

    const url = 'https://api.openai.com/v1/chat/completions'
    const response = await fetch(url, { method: 'POST', headers, body })

    expect(response.status).toBe(200)
    expect(await response.text()).toContain('Hello')
  },
)
