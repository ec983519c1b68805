import type { RequestHandler } from 'msw'
import { apiError, responseOfError } from '../../routes/api-error.js'

/** A request, as far as messages name it. */
type Named = Pick<Request, 'method' | 'url'>

/**
 * Answers a request in every case: one that no handler answers, or that a handler passes through,
 * gets a 404, and one that a handler fails to answer a 500, with its error, which is printed.
 *
 * @param ask Asks the handlers.
 */
export async function answerRequest(
  request: Pick<Request, 'method' | 'url' | 'signal'>,
  handlers: readonly RequestHandler[],
  ask: () => Promise<Response | undefined>,
): Promise<Response> {
  try {
    const response = (await ask()) ?? unmatchedResponse(request, handlers)
    return sendable(request, isPassthrough(response) ? passedThrough(request) : response)
  } catch (error) {
    return failedResponse(request, error)
  }
}

/**
 * Makes the answer to a request that no handler answers: a 404 that names the request and the routes
 * there are. Clients do not retry it.
 */
export function unmatchedResponse(request: Named, handlers: readonly RequestHandler[]): Response {
  return notRetried(404, unmatchedMessage(request, handlers), 'unmatched_request')
}

/** Describes a request that no handler answers. */
export function unmatchedMessage(
  { method, url }: Named,
  handlers: readonly RequestHandler[],
): string {
  return `Failed to answer ${method} ${url}: ${reasonOf(handlers)}`
}

/** Recognizes MSW's `passthrough()`: an order to send the request on, and no response. */
export function isPassthrough({ headers }: Response): boolean {
  return headers.get('x-msw-intention') === 'passthrough'
}

/**
 * Checks handlers at once, which would fail with each request otherwise.
 *
 * @param task The task that needs them, such as `start a server`.
 * @throws {TypeError} Unless it is an array of handlers.
 */
export function assertHandlers(handlers: unknown, task: string): void {
  if (!Array.isArray(handlers)) {
    throw new TypeError(`Failed to ${task}: expected an array of handlers.`)
  }
  const stranger = handlers.findIndex((handler) => !isHandler(handler))
  if (stranger === -1) return

  throw new TypeError(`Failed to ${task}: expected a handler at handlers[${stranger}].`)
}

/** Recognizes a handler by its shape: it may be of another copy of MSW, as ESM and CommonJS are. */
function isHandler(value: unknown): boolean {
  const { run, info }: { run?: unknown; info?: unknown } = Object(value)
  return typeof run === 'function' && typeof info === 'object'
}

/** Makes sure that a response can be sent to the client of a request. */
function sendable(
  { method, signal }: Pick<Request, 'method' | 'signal'>,
  response: Response,
): Response {
  if (response.bodyUsed || response.body?.locked) {
    throw new TypeError('the body of the Response has been read already.')
  }
  if (!signal.aborted && method !== 'HEAD') return response

  // Nobody reads the body. One that fails when it is cancelled is over as well.
  response.body?.cancel().catch(() => {})
  return response.type === 'error' ? response : new Response(null, response)
}

/** Makes the answer of a handler that failed. The test is at fault, so that the client must not retry. */
function failedResponse(
  { method, url, signal }: Pick<Request, 'method' | 'url' | 'signal'>,
  error: unknown,
): Response {
  // A handler may pass on that the client is gone, which is no failure.
  if (!signal.aborted || error !== signal.reason) console.error(error)

  const reason = error instanceof Error ? error.message : String(error)
  return notRetried(500, `Failed to answer ${method} ${url}: ${reason}`, 'failed_handler')
}

/** Makes the answer to a request that a handler passes through: there is no network behind. */
function passedThrough({ method, url }: Named): Response {
  const reason = 'a handler passes it through, and there is nowhere to pass it through to.'
  return notRetried(404, `Failed to answer ${method} ${url}: ${reason}`, 'unmatched_request')
}

function notRetried(status: number, message: string, code: string): Response {
  const headers = { 'x-should-retry': 'false' }
  return responseOfError(apiError(status, { message, code }, { headers }))
}

function reasonOf(handlers: readonly RequestHandler[]): string {
  if (handlers.length === 0) return 'there are no routes.'

  // A method and a path, or MSW's own words for a handler without them.
  const routes = handlers.map(({ info }) => info.header)
  return ['none of these routes does:', ...routes].join('\n')
}
