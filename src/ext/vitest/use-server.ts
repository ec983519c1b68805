import type { SetupServer } from 'msw/node'
import { afterAll, aroundEach, beforeAll } from 'vitest'
import type { Given } from './server-options.js'
import { TestServer } from './test-server.js'

/**
 * Sets up an MSW server for the tests of a file, or of a `describe()`. The server listens before
 * the tests, is reset after each test, and closes at the end.
 *
 * The server fails a test whose script breaks, and a test with an unhandled request, which gets a
 * 404. A stream that has not ended when its test does is cut, with a warning. Tests may run at the
 * same time, each with routes of its own in `server.boundary()`, or in a `createFetch()`.
 *
 * @param given Handlers, and {@link ServerOptions} as the last argument.
 *
 * @example
 * const server = useServer(chat.completions.create('Hello'), { unused: 'error' })
 */
export function useServer(...given: Given): SetupServer {
  const tests = new TestServer(given)

  beforeAll(() => tests.open())
  aroundEach((test, { task }) => tests.runTest(task, test))
  afterAll(() => tests.close())
  return tests.server
}
