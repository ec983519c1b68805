import type { SetupServer } from 'msw/node'
import type { TestRun } from './test-run.js'
import type { TestRuns } from './test-runs.js'

/** The server of one test, whatever context it is spoken to in. */
export function serverOf(run: TestRun, runs: TestRuns, server: SetupServer): SetupServer {
  const within = <Result>(callback: () => Result) => runs.within(run, callback)
  const own: Partial<SetupServer> = {
    use: (...handlers) => within(() => server.use(...handlers)),
    resetHandlers: (...next) => within(() => server.resetHandlers(...next)),
    boundary: (callback) => server.boundary((...args) => within(() => callback(...args))),
  }
  return Object.assign(Object.create(server), own)
}
