import { setupServer, type SetupServer } from 'msw/node'
import OpenAI from 'openai'
import { releaseCancel } from 'msw-openai/msw'
import { afterAll, afterEach, beforeAll } from 'vitest'

/** The majors that this run of the tests has in the place of `msw` and `openai`. */
export const major = {
  msw: parseInt(String(process.env['MSW']), 10),
  openai: Number(process.env['OPENAI']),
}

/** An MSW server for the file. */
export function useServer(): SetupServer {
  const server = setupServer()

  beforeAll(() => {
    server.listen()
    releaseCancel(server)
  })
  afterEach(() => server.resetHandlers())
  afterAll(() => server.close())
  return server
}

/** A client that does not retry. It keeps the `fetch` it finds: create it once MSW is listening. */
export function createClient(
  options: { maxRetries?: number; baseURL?: string; fetch?: typeof fetch } = {},
): OpenAI {
  return new OpenAI({ apiKey: 'test', maxRetries: 0, ...options })
}

/** Ask for a streamed chat completion. */
export function streamChat(client = createClient(), signal?: AbortSignal) {
  return client.chat.completions.create(
    { model: 'gpt-5', messages: [{ role: 'user', content: 'Hello?' }], stream: true },
    { signal: signal ?? null },
  )
}
