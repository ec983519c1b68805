import {
  EventStream,
  isScript,
  type Cue,
  type HeaderFields,
  type Script,
  type StreamError,
} from '../../streaming/index.js'
import {
  collectEvents,
  encodeText,
  headersOf,
  isStreamError,
  nameOfScript,
} from '../../streaming/internal.js'
import { apiError, type ApiError } from '../api-error.js'
import type { CallRequest, Endpoint } from '../endpoint.js'
import type { Partially } from '../protocol/defaults.js'
import type { Delivery, FinalAnswer } from './answer.js'
import {
  answerKind,
  isBinary,
  isInstance,
  isObject,
  isOfKind,
  isResponse,
  nameOfClass,
} from './answer-kind.js'
import { bareResponse, hasNoBody, JSON_TYPE, type Binary } from './bare-response.js'
import { errorResponse } from './error-response.js'
import { redelivered } from './redelivered.js'

/** Sets of headers. A later set replaces headers of an earlier set. */
export type HeaderSets = ReadonlyArray<HeaderFields | undefined>

/** A request, with everything else that its answer depends on. */
export interface AnsweredRequest<Event, Body, Resource> {
  readonly endpoint: Endpoint<Event, Body, Resource>
  readonly request: CallRequest<Body>
  readonly signal: AbortSignal
  /** The headers of the server and of the endpoint. */
  readonly headers: HeaderSets
  /** The delivery of every answer of the route, which the answer's own status and headers replace. */
  readonly route: Delivery
  /** The delivery of this answer, which replaces any other status and headers. */
  readonly own: Delivery
  /** Makes the body of an error, as the server does. */
  readonly errorBody: (error: ApiError) => unknown
}

type Deliveries = Pick<
  AnsweredRequest<never, unknown, never>,
  'request' | 'headers' | 'route' | 'own'
>

/** Makes the script of an answer to a request for a stream; undefined for an answer that never streams. */
export async function scriptOf<Event, Body, Resource>(
  answer: FinalAnswer<Event, Resource>,
  endpoint: Endpoint<Event, Body, Resource>,
  request: CallRequest<Body>,
): Promise<Script<Event> | undefined> {
  if (answer.type === 'script') return answer.script
  if (answer.type !== 'given' && answer.type !== 'reply') return undefined

  const resource = await resourceOf(answer, endpoint, request)
  if (!endpoint.unfold) {
    throw new TypeError(`"${endpoint.name}" makes no stream of a resource: give it a script.`)
  }
  // Unfolded now: a resource without a stream is a failed answer, and not a broken stream.
  return new Unfolded([...endpoint.unfold(resource, request)])
}

/** Makes the plain response of an answer that does not stream. */
export async function plainResponse<Event, Body, Resource>(
  answer: FinalAnswer<Event, Resource>,
  answered: AnsweredRequest<Event, Body, Resource>,
): Promise<Response> {
  switch (answer.type) {
    case 'response':
      return redelivered(answer.response, answered)
    case 'error':
      return errorResponse(answer.error, answered)
    case 'script':
      return foldedResponse(answer.script, answered)
    case 'live':
      throw new TypeError('a LiveEventStream answers through its play.')
    default: {
      const { endpoint, request } = answered
      const resource = await resourceOf(answer, endpoint, request)
      const body = endpoint.plain?.(resource, request) ?? resource
      return responseOf(body, answered, endpoint.headersOf?.(resource))
    }
  }
}

/**
 * Checks that an endpoint supports the kind of an answer, as far as the kind is known.
 *
 * @throws {TypeError} When the endpoint does not support the kind.
 */
export function assertPlayable<Event, Body, Resource>(
  endpoint: Endpoint<Event, Body, Resource>,
  answer: unknown,
): void {
  const { name, wire, complete, fromReply, unfold, short } = endpoint
  assertShort(endpoint, answer)
  if (isOfKind(answer, 'reply') && !fromReply) {
    throw new TypeError(`"${name}" makes nothing of a reply(): give it a script or a resource.`)
  }
  const isStream = isScript(answer) || isOfKind(answer, 'live')
  if (isStream && !wire) {
    throw new TypeError(`"${name}" never streams: give it a resource, and no script.`)
  }
  if (isBinary(answer) && short !== 'bytes' && (wire || complete)) {
    throw new TypeError(`"${name}" makes nothing of bytes: give it a resource, or a Response.`)
  }
  const isResource = typeof answer === 'string' || (isObject(answer) && !isMade(answer))
  if (isResource && !isStream && wire && !complete && !unfold) {
    throw new TypeError(`"${name}" makes nothing of a text or a resource: give it a script.`)
  }
}

/** Checks that a text or a list is the short form of the endpoint's resource. */
function assertShort<Event, Body, Resource>(
  { name, complete, short = 'text' }: Endpoint<Event, Body, Resource>,
  answer: unknown,
): void {
  if (Array.isArray(answer) && short !== 'list') {
    throw new TypeError(
      `"${name}" makes nothing of an array: give inOrder() its answers one by one, and yield events from a script.`,
    )
  }
  if (typeof answer === 'string' && complete && short !== 'text') {
    throw new TypeError(`"${name}" makes nothing of a text: give it ${ADVICE[short]}.`)
  }
}

/** The answer to give in the place of a text, by the short form of the resource. */
const ADVICE = {
  list: 'a list, such as [{ … }], or a page',
  bytes: 'bytes, such as Uint8Array.of(1, 2), or nothing',
  none: "fields of its resource, such as { id: '…' }, or nothing",
} as const

/** Recognizes an answer made by this package or by Fetch, and so no resource. */
function isMade(answer: object): boolean {
  return answerKind in answer || isResponse(answer)
}

/** Completes the resource of an answer. */
async function resourceOf<Event, Body, Resource>(
  answer: Extract<FinalAnswer<Event, Resource>, { type: 'given' | 'reply' }>,
  endpoint: Endpoint<Event, Body, Resource>,
  request: CallRequest<Body>,
): Promise<Resource> {
  const isReply = answer.type === 'reply'
  assertPlayable(endpoint, isReply ? answer.reply : answer.given)
  const given = isReply ? endpoint.fromReply?.(answer.reply, request) : answer.given
  // Without `complete`, the author gives the whole resource.
  if (given === undefined || !endpoint.complete) return given as Resource
  if (isBinary(given)) {
    // Bytes are the short form of a resource, as the endpoint declares and `assertPlayable` checks.
    const bytes: unknown = await bytesOf(given)
    return endpoint.complete(bytes as Partially<Resource>, request)
  }
  assertFields(endpoint, given, request)
  return endpoint.complete(given, request)
}

/** Reads the bytes of a `Blob`, of a buffer, or of a view of one. */
async function bytesOf(binary: Blob | Binary): Promise<Uint8Array> {
  if ('arrayBuffer' in binary) return new Uint8Array(await binary.arrayBuffer())
  if (!ArrayBuffer.isView(binary)) return new Uint8Array(binary)
  return new Uint8Array(binary.buffer, binary.byteOffset, binary.byteLength)
}

/**
 * Checks that an instance of a class is data for a resource: any other would become a resource of
 * defaults alone.
 *
 * @throws {TypeError} When the instance has no field of the resource.
 */
function assertFields<Event, Body, Resource>(
  { name, complete }: Endpoint<Event, Body, Resource>,
  given: string | Partially<Resource>,
  request: CallRequest<Body>,
): void {
  if (!isInstance(given) || 'toJSON' in given) return
  const fields = Object.keys(Object(complete?.({} as Partially<Resource>, request)))
  if (Object.keys(given).some((field) => fields.includes(field))) return
  throw new TypeError(
    `"${name}" makes nothing of a ${nameOfClass(given)}, which has none of the fields ${fields.join(', ')}.`,
  )
}

/** Makes the plain response of a script: its events, folded, or the `StreamError` that the script throws. */
async function foldedResponse<Event, Body, Resource>(
  script: Script<Event>,
  answered: AnsweredRequest<Event, Body, Resource>,
): Promise<Response> {
  const { endpoint, request, signal } = answered
  assertPlayable(endpoint, script)
  const { name, wire, fold } = endpoint
  if (!fold || !wire) return errorResponse(notAStream(script), answered)

  try {
    const events = await collectEvents({ name, wire }, script, signal)
    const resource = fold(events, request)
    return responseOf(resource, answered, endpoint.headersOf?.(resource))
  } catch (error) {
    if (!isStreamError(error)) throw error
    const { message, type, code, param, more } = error
    return errorResponse(
      apiError(statusOf(error), { message, type, code, param, ...more }),
      answered,
    )
  }
}

/**
 * Makes the response of a plain value: a text, bytes, a `Blob`, a `Response`, or JSON.
 *
 * @param ofValue Headers of this value, which all other headers replace.
 */
function responseOf(value: unknown, deliveries: Deliveries, ofValue?: HeaderFields): Response {
  const { headers, route, own } = deliveries
  if (isResponse(value)) {
    const around = headers.filter((set) => set !== undefined)
    return redelivered(value, {
      ...deliveries,
      route: { ...route, headers: [...around, ...route.headers] },
    })
  }
  const status = own.status ?? route.status ?? 200
  const [body, type] = hasNoBody(status) ? [null, undefined] : bodyOf(value)
  return bareResponse(body, {
    status,
    headers: headersOf(
      { 'content-type': type },
      ofValue,
      ...headers,
      ...route.headers,
      ...own.headers,
    ),
  })
}

/** Gives the body of a plain answer, and its content type. */
function bodyOf(value: unknown): [body: Binary | ReadableStream, type: string] {
  if (typeof value === 'string') return [encodeText(value), 'text/plain; charset=utf-8']
  if (isBinary(value)) {
    return 'stream' in value
      ? [value.stream(), value.type || 'application/octet-stream']
      : [value, 'application/octet-stream']
  }
  return [encodeText(JSON.stringify(value) ?? ''), JSON_TYPE['content-type']]
}

/** Chooses the status for an error that a script throws, as OpenAI does before a stream. */
function statusOf({ type, code }: StreamError): number {
  if (code === 'rate_limit_exceeded' || code === 'insufficient_quota') return 429
  return type === 'invalid_request_error' ? 400 : 500
}

/** The script of a resource. */
class Unfolded<Event> extends EventStream<Event> {
  constructor(readonly events: ReadonlyArray<Event | Cue>) {
    super()
  }

  generate(): Iterable<Event | Cue> {
    return this.events
  }
}

function notAStream(script: Script<unknown>): ApiError {
  return apiError(400, {
    message:
      `The script ${nameOfScript(script)} is a stream, and this request does not ask for one. ` +
      'Set stream: true, or answer it with something else.',
    param: 'stream',
  })
}
