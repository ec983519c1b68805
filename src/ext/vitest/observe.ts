import type { SetupServer } from 'msw/node'
import { routesOf } from './routes-of.js'
import type { TestRuns } from './test-runs.js'

/** Take note of the routes that tests give to a server. */
export function observe(server: SetupServer, runs: TestRuns): SetupServer {
  const use = server.use.bind(server)
  const reset = server.resetHandlers.bind(server)

  server.use = (...handlers) => {
    use(...handlers)
    runs.current.give(routesOf(handlers))
  }
  server.resetHandlers = (...next) => {
    runs.current.reset()
    reset(...next)
    runs.current.give(routesOf(next))
  }
  return server
}
