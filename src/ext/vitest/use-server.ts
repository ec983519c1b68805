import type { SetupServer } from 'msw/node'
import { afterAll, aroundEach, beforeAll, TestRunner } from 'vitest'
import type { Given } from './server-options.js'
import { TestServer } from './test-server.js'

/**
 * Sets up an MSW server for the tests of a file, or of a `describe()`. At the top of a
 * file the server listens at once, and in a `describe()` before its tests. It is reset after each
 * test, and closes at the end.
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

  // Requests may come before the first test: of an app that is imported, or of another hook.
  if (isTopLevel()) tests.open()
  beforeAll(() => tests.open())
  aroundEach((test, { task }) => tests.runTest(task, test))
  afterAll(() => tests.close())
  return tests.server
}

/** True outside of any `describe()`: the servers of two of those must not listen at once. */
function isTopLevel(): boolean {
  return TestRunner.getCurrentSuite().suite === undefined
}
