import type { HttpHandler } from 'msw'
import { setupServer } from 'msw/node'
import { createFetch } from 'msw-openai/fetch'
import { releaseCancel } from 'msw-openai/msw'
import { serve } from 'msw-openai/node'
import { onTestFinished } from 'vitest'

/** The options of a client that reaches handlers. */
export interface Reached {
  readonly baseURL: string
  readonly fetch?: typeof fetch
}

/** The ways from a client to handlers. Each ends with its test. */
export const transports: ReadonlyArray<
  readonly [name: string, reach: (...handlers: HttpHandler[]) => Promise<Reached>]
> = [
  [
    'MSW',
    async (...handlers) => {
      const server = setupServer(...handlers)
      server.listen()
      releaseCancel(server)
      onTestFinished(() => server.close())
      return { baseURL: OPENAI }
    },
  ],
  ['createFetch()', async (...handlers) => ({ baseURL: OPENAI, fetch: createFetch(handlers) })],
  [
    'serve()',
    async (...handlers) => {
      const { baseURL, close } = await serve(handlers)
      onTestFinished(() => close())
      return { baseURL }
    },
  ],
]

const OPENAI = 'https://api.openai.com/v1'
