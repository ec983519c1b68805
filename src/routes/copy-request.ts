import type { CallRequest } from './endpoint.js'

/** Copies a request. A spread alone lacks the fields that a call makes when they are asked for. */
export function copyRequest<Body>(request: CallRequest<Body>): CallRequest<Body> {
  return { ...request, url: request.url, headers: request.headers }
}
