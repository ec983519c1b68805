import type { RequestHandler } from 'msw'
import { apiError, toResponse } from '../routes/api-error.js'
import { isPassthrough } from './passthrough.js'
import { passedRequest, unmatchedRequest } from './unmatched-request.js'

/**
 * The response to a request, whatever comes of it: one that nobody answers, or that a
 * handler passes through, gets a 404, and one that a handler fails to answer a 500, with
 * its error, which is printed.
 *
 * @param ask Asks the handlers.
 */
export async function answer(
  request: Pick<Request, 'method' | 'url' | 'signal'>,
  handlers: readonly RequestHandler[],
  ask: () => Promise<Response | undefined>,
): Promise<Response> {
  try {
    const response = (await ask()) ?? unmatchedRequest(request, handlers)
    return fit(request, isPassthrough(response) ? passedRequest(request) : response)
  } catch (error) {
    return failedRequest(request, error)
  }
}

/** A response that can be sent to who asked. */
function fit({ method, signal }: Pick<Request, 'method' | 'signal'>, response: Response): Response {
  if (response.bodyUsed || response.body?.locked) {
    throw new TypeError('the body of the Response has been read already.')
  }
  if (!signal.aborted && method !== 'HEAD') return response

  // Nobody reads it. One that fails when it is cancelled is over as well.
  response.body?.cancel().catch(() => {})
  return response.type === 'error' ? response : new Response(null, response)
}

/** The test is at fault, so the client must not retry. */
function failedRequest(
  { method, url, signal }: Pick<Request, 'method' | 'url' | 'signal'>,
  error: unknown,
): Response {
  // A handler may pass on that the client is gone, which is no failure.
  if (!signal.aborted || error !== signal.reason) console.error(error)

  const reason = error instanceof Error ? error.message : String(error)
  const message = `Failed to answer ${method} ${url}: ${reason}`
  const answered = apiError(500, { message, code: 'failed_handler' })
  return toResponse(answered, { 'x-should-retry': 'false' })
}
