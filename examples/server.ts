import { setupServer } from 'msw/node'
import { releaseCancel } from 'msw-openai/msw'
import { afterAll, afterEach, beforeAll } from 'vitest'

/** The MSW server of an example. */
export const server = setupServer()

beforeAll(() => {
  server.listen()
  releaseCancel(server) // MSW 2 needs it.
})
afterEach(() => server.resetHandlers())
afterAll(() => server.close())
