import type { Endpoint } from './endpoint.js'

/** An endpoint of any types. */
type EndpointInTree = Endpoint<unknown, unknown, unknown>

/** Lists the endpoints of a tree. */
export function endpointsOf(tree: object): EndpointInTree[] {
  return Object.values(tree).flatMap((branch: object) =>
    isEndpoint(branch) ? [branch] : endpointsOf(branch),
  )
}

/** Recognizes an endpoint among the branches of a tree. */
export function isEndpoint(branch: object): branch is EndpointInTree {
  return 'method' in branch && 'path' in branch
}
