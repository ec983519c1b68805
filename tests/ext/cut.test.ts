import { chat, stallAfter } from 'msw-openai'
import { createFetch } from 'msw-openai/fetch'
import { serve } from 'msw-openai/node'
import { expect, it, onTestFinished } from 'vitest'
import { watchCalls } from '../../src/routes/watch-calls.js'
import { Words } from '../support.js'

const route = chat.completions.create(new Words(['Hello', 'world']), { through: [stallAfter(1)] })
const request = {
  method: 'POST',
  body: '{"model":"gpt-5","messages":[{"role":"user","content":"Hi"}],"stream":true}',
}

const transports: Record<string, () => Promise<Response>> = {
  createFetch: () => createFetch([route])('https://api.openai.com/v1/chat/completions', request),

  serve: async () => {
    const server = await serve([route])
    onTestFinished(() => server.close())
    return fetch(`${server.baseURL}/chat/completions`, request)
  },
}

it.each(Object.keys(transports))('drops the connection of a call over %s', async (name) => {
  const cuts: Array<() => void> = []
  onTestFinished(watchCalls(({ call }) => cuts.push(() => call.connection.cut())))
  const response = await transports[name]?.()
  const reader = response?.body?.getReader()
  await reader?.read()

  for (const cut of cuts) cut()

  await expect(reader?.read()).rejects.toThrow('terminated')
  await expect(route.calls.at(-1)?.settled).resolves.toBe('cut')
})
