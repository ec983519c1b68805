import {
  EventStream,
  type Endpoint,
  type HeaderFields,
  type Partially,
  type Script,
  type StreamError,
} from '../streaming/index.js'
import { collectEvents } from '../streaming/collect-events.js'
import { isStreamError } from '../streaming/errors.js'
import { nameOfScript } from '../streaming/spelled-script.js'
import type { Final } from './answer.js'
import { apiError, toResponse } from './api-error.js'

/** What an answer needs to know of the request it is for. */
export interface Asked<Event, Body, Resource> {
  readonly endpoint: Endpoint<Event, Body, Resource>
  readonly body: Body
  /** The parameters in the path. */
  readonly params: Readonly<Record<string, string>>
  readonly signal: AbortSignal
  /** The headers of the response. */
  readonly headers: HeaderFields
}

/** The script to play to a request that asks for a stream, where the answer has one. */
export function scriptOf<Event, Body, Resource>(
  answer: Final<Event, Resource>,
  asked: Asked<Event, Body, Resource>,
): Script<Event> | undefined {
  if (answer.type === 'script') return answer.script
  if (answer.type !== 'given') return undefined

  const { endpoint, body } = asked
  const resource = completed(answer.given, asked)
  if (!endpoint.unfold) {
    throw new TypeError(`"${endpoint.name}" tells no stream of a resource: give it a script.`)
  }
  // At once, so that a resource which cannot be told is an answer that failed, and no broken stream.
  return new Unfolded([...endpoint.unfold(resource, body)])
}

/** The response to a request that asks for no stream, or to any where there is none. */
export async function plainResponse<Event, Body, Resource>(
  answer: Final<Event, Resource>,
  asked: Asked<Event, Body, Resource>,
): Promise<Response> {
  const { endpoint, headers } = asked
  switch (answer.type) {
    case 'response':
      return answer.response
    case 'error':
      return toResponse(answer.error, headers)
    case 'script':
      return foldedResponse(answer.script, asked)
    case 'given': {
      const resource = completed(answer.given, asked)
      return Response.json(endpoint.plain?.(resource) ?? resource, { headers })
    }
  }
}

/** What a script amounts to. The error that it throws is the answer, as it would be without a stream. */
async function foldedResponse<Event, Body, Resource>(
  script: Script<Event>,
  { endpoint, signal, headers }: Asked<Event, Body, Resource>,
): Promise<Response> {
  if (!endpoint.fold) return toResponse(notAStream(script), headers)

  try {
    const events = await collectEvents(endpoint, script, signal)
    // What a script leaves out because its client is gone amounts to nothing.
    signal.throwIfAborted()
    return Response.json(endpoint.fold(events), { headers })
  } catch (error) {
    if (!isStreamError(error)) throw error
    const { message, type, code, param } = error
    return toResponse(apiError(statusOf(error), { message, type, code, param }), headers)
  }
}

/** The status that an error has which comes before any stream. */
function statusOf({ type, code }: StreamError): number {
  if (code === 'rate_limit_exceeded' || code === 'insufficient_quota') return 429
  return type === 'invalid_request_error' ? 400 : 500
}

function completed<Event, Body, Resource>(
  given: string | Partially<Resource>,
  { endpoint, body, params }: Asked<Event, Body, Resource>,
): Resource {
  assertCompletes(endpoint)
  return endpoint.complete(given, body, params)
}

/**
 * Make sure that an endpoint makes something of texts and resources.
 *
 * @throws {TypeError} When it does not.
 */
export function assertCompletes<Completing extends Pick<Endpoint<never>, 'name' | 'complete'>>(
  endpoint: Completing,
): asserts endpoint is Completing & Required<Pick<Completing, 'complete'>> {
  if (endpoint.complete) return

  throw new TypeError(`"${endpoint.name}" makes nothing of a text or a resource: give it a script.`)
}

/** The script of a resource. */
class Unfolded<Event> extends EventStream<Event> {
  constructor(readonly events: readonly Event[]) {
    super()
  }

  generate(): Iterable<Event> {
    return this.events
  }
}

function notAStream(script: Script<unknown>) {
  return apiError(400, {
    message:
      `The script ${nameOfScript(script)} is a stream, and this request does not ask for one. ` +
      'Set stream: true, or answer it with something else.',
    param: 'stream',
  })
}
