import type { SetupServer } from 'msw/node'
import type { TestContext } from 'vitest'
import type { Given } from './server-options.js'
import { TestServer, type Task, type Use } from './test-server.js'

/** The fixtures of {@link serverFixture}. */
export interface ServerFixtures {
  /** The server of one test. */
  server: SetupServer
  /** The server of the file, which listens while the file runs. */
  openServer: OpenServer
}

/** A server that is listening. */
interface OpenServer {
  /** Passes the server to one test, and ends the test. */
  lend(task: Task, use: Use<SetupServer>): Promise<void>
}

type Fixture<Context, Value, Options> = [
  (context: Context, use: Use<Value>) => Promise<void>,
  Options,
]

/**
 * Makes a fixture of the server of `useServer()`, for a `test` that several files import.
 *
 * Tests that run at the same time have to do everything inside `server.boundary()`.
 *
 * @param given Handlers, and {@link ServerOptions} as the last argument.
 *
 * @example
 * export const test = base.extend<ServerFixtures>(serverFixture(chat.completions.create('Hello')))
 * test('greets', async ({ server }) => {})
 */
export function serverFixture(...given: Given): {
  openServer: Fixture<object, OpenServer, { scope: 'file'; auto: true }>
  server: Fixture<Pick<ServerFixtures, 'openServer'> & TestContext, SetupServer, { auto: true }>
} {
  return {
    openServer: [
      // oxlint-disable-next-line no-empty-pattern -- Vitest requires a pattern.
      async ({}, use) => {
        const tests = new TestServer(given)
        tests.open()
        await use(tests)
        await tests.close()
      },
      { scope: 'file', auto: true },
    ],
    server: [({ openServer, task }, use) => openServer.lend(task, use), { auto: true }],
  }
}
