import type { HttpHandler } from 'msw'
import type { SetupServer } from 'msw/node'
import type { AnyRoute } from '../../routes/watch-calls.js'
import type { TestRun, TestRuns } from './test-run.js'

/**
 * Makes a server record the routes that tests give it.
 *
 * @param last The handler that stays behind all others, and that no test sees.
 */
export function noteRoutes(server: SetupServer, runs: TestRuns, last: HttpHandler): SetupServer {
  const use = server.use.bind(server)
  const reset = server.resetHandlers.bind(server)
  const list = server.listHandlers.bind(server)

  server.listHandlers = () => list().filter((handler) => handler !== last)

  server.use = (...handlers) => {
    use(...handlers)
    runs.current.addRoutes(routesAmong(handlers))
  }
  server.resetHandlers = (...next) => {
    runs.current.reset()
    reset(...next, ...(next.length > 0 ? [last] : []))
    runs.current.addRoutes(routesAmong(next))
  }
  return server
}

/** Makes a server for one test: whatever uses that server belongs to the test, in any async context. */
export function serverOfTest(run: TestRun, runs: TestRuns, server: SetupServer): SetupServer {
  const within = <Result>(callback: () => Result) => runs.within(run, callback)
  const own: Partial<SetupServer> = {
    use: (...handlers) => within(() => server.use(...handlers)),
    resetHandlers: (...next) => within(() => server.resetHandlers(...next)),
    boundary: (callback) => server.boundary((...args) => within(() => callback(...args))),
  }
  return Object.assign(Object.create(server), own)
}

/** Finds the routes among handlers, by their shape, also those of another copy of the package. */
export function routesAmong(handlers: readonly object[]): AnyRoute[] {
  return handlers.filter(isRoute)
}

function isRoute(handler: object): handler is AnyRoute {
  return 'endpoint' in handler && 'unused' in handler && 'forget' in handler
}
