// until the engine takes the wire format: delete this file, and its uses in index.ts
import type { Endpoint } from '../streaming/index.js'
import type { CallRequest, StreamingEndpoint } from './endpoint.js'

/** Gives an endpoint the shape that the engine still expects. */
export function flat<Event, Body, Resource>(
  endpoint: StreamingEndpoint<Event, Body, Resource>,
): Endpoint<Event, Body, Resource> {
  const { wire, ...fields } = endpoint
  const requestOf = (body: Body, params = {}): CallRequest<Body> => ({
    body,
    params,
    url: new URL('http://localhost'),
    headers: new Headers(),
    number: 1,
  })
  // The shapes differ in the functions below alone.
  return {
    ...fields,
    ...wire,
    fold: (events: Iterable<Event>) => endpoint.fold?.(events, requestOf(undefined as Body)),
    unfold: (resource: Resource, body: Body) => endpoint.unfold?.(resource, requestOf(body)),
    complete: (given: string, body: Body, params: object) =>
      endpoint.complete?.(given, requestOf(body, params)),
    plain: (resource: Resource) => endpoint.plain?.(resource, requestOf(undefined as Body)),
  } as unknown as Endpoint<Event, Body, Resource>
}
