import type { SetupServer } from 'msw/node'
import { afterAll, aroundEach, beforeAll } from 'vitest'
import type { Given } from './options.js'
import { TestServer } from './test-server.js'

/**
 * Have an MSW server for the tests of a file, or of a `describe()`: it listens before them, is
 * reset after each, and closes in the end.
 *
 * It fails the test whose script breaks, and the one whose request nothing answers, which gets a
 * 404. Streams that a test leaves under way are cut at its end, and named. Tests may run at the
 * same time, each with routes of its own in `server.boundary()`, or in a `createFetch()`.
 *
 * @param given Handlers, and {@link ServerOptions} behind them.
 *
 * @example
 * const server = useServer(chat.completions.create('Hello'), { unused: 'error' })
 */
export function useServer(...given: Given): SetupServer {
  const tests = new TestServer(given)

  beforeAll(() => tests.open())
  aroundEach((runTest, { task }) => tests.around(task, runTest))
  afterAll(() => tests.close())
  return tests.server
}
