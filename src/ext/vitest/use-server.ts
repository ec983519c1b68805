import type { SetupServer } from 'msw/node'
import { afterAll, aroundEach, beforeAll } from 'vitest'
import type { Given } from './server-options.js'
import { TestServer } from './test-server.js'

/**
 * Sets up an MSW server for the tests of a file, or of a `describe()`: it listens before them, is
 * reset after each, and closes at the end.
 *
 * The server fails the test whose script breaks, and the test whose request nothing answers, which
 * gets a 404. Streams that are still under way when their test ends are cut, and named. Tests may run
 * at the same time, each with routes of its own in `server.boundary()`, or in a `createFetch()`.
 *
 * @param given Handlers, and {@link ServerOptions} behind them.
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
