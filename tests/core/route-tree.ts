import { createRoutes, type Endpoint, type Route, type RouteOptions } from 'msw-openai/routes'

/** A factory of any endpoint. */
export interface AnyFactory {
  (answer?: unknown, options?: RouteOptions): Route<unknown>
  readonly endpoint: Endpoint<unknown, unknown, unknown>
}

/** Lists the route factories of the tree by the names under which the tree has them. */
export function routeFactories(
  tree: object = createRoutes(),
  path: string[] = [],
): [string, AnyFactory][] {
  return Object.entries(tree).flatMap(([name, branch]): [string, AnyFactory][] =>
    typeof branch === 'function'
      ? [[[...path, name].join('.'), branch]]
      : routeFactories(branch, [...path, name]),
  )
}
