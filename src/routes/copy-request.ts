import type { CallRequest } from './endpoint.js'

/** Copies a request. A spread alone lacks the headers, which a call makes when they are asked for. */
export function copyRequest<Asked extends CallRequest>(
  request: Asked,
): Asked & Pick<Asked, 'headers'> {
  return { ...request, headers: request.headers }
}
