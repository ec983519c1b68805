import type { AnyRoute } from '../../routes/watch-calls.js'

/** The routes among handlers. */
export function routesOf(handlers: readonly object[]): AnyRoute[] {
  return handlers.filter(isRoute)
}

/** By its shape: it may be of another copy of the package. */
function isRoute(handler: object): handler is AnyRoute {
  return 'endpoint' in handler && 'unused' in handler && 'forget' in handler
}
