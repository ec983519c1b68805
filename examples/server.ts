import { setupServer } from 'msw/node'
import { releaseCancel } from 'msw-openai/msw'
import { afterAll, afterEach, beforeAll } from 'vitest'

/** The MSW server of an example. */
export const server = setupServer()

releaseCancel(server) // MSW 2 needs it, MSW 3 does not mind.
beforeAll(() => server.listen())
afterEach(() => server.resetHandlers())
afterAll(() => server.close())
