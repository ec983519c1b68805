import { isObject } from '../../routes/answers/answer-kind.js'
import { api } from '../../routes/api.js'
import { endpointsOf } from '../../routes/endpoints-of.js'
import type { Call } from '../../routes/index.js'
import type { KnownEndpoint } from '../../routes/known-endpoints.js'
import type { Finding, LintedEndpoint } from '../../routes/lint/finding.js'
import { itemOfEvent } from '../../routes/lint/stream-item.js'
import { inline, print, shorten } from '../../routes/protocol/print.js'
import type { MaybePromise } from '../../streaming/index.js'
import {
  concat,
  isBuffer,
  isPromise,
  isStreamError,
  readSource,
  type Reading,
} from '../../streaming/internal.js'
import { describeFindings } from '../lint/describe-findings.js'
import { chunksOf, isReadableStream, isResponse, lint } from '../lint/lint-source.js'
import { otherThanStream } from '../lint/other-than-stream.js'
import { recognizeAmong, recognizeEndpoint } from '../lint/recognize-endpoint.js'
import { contentOf, isReadableScript, scriptItems } from '../lint/script-items.js'
import { bytesOf, SourceLint } from '../lint/source-lint.js'
import { onOneLine } from '../show/terminal-text.js'
import { endpointOf, type EndpointSource } from './matcher-arguments.js'
import { count, hint, paragraphs, type MatcherContext, type Verdict } from './matcher-context.js'
import { assertRoute, earlierOf, settle } from './route-calls.js'
import { recognize } from './stream-protocol.js'
import { afterReading, eventsOf, readEvents } from './with-events.js'

const NAME = 'toObeyProtocol'

/** An endpoint with its rules and with the reader of its events. */
type Linted = LintedEndpoint<unknown> & KnownEndpoint

/** The findings of one stream. */
interface LintedStream {
  /** The name of the stream in the message, such as `calls[0] of chat.completions.create`. */
  readonly name: string
  readonly findings: readonly Finding[]
}

/** Expects a stream, a call, or every call of a route to obey the protocol of its endpoint. */
export function toObeyProtocol(
  context: MatcherContext,
  received: unknown,
  source?: EndpointSource,
): MaybePromise<Verdict> {
  const given = source === undefined ? undefined : endpointOf(NAME, source)
  if (!isPromise(received)) return judgeReceived(context, received, given)
  return received.then(
    (value) => judgeReceived(context, value, given),
    () => judgeStream(context, received, given),
  )
}

function judgeReceived(
  context: MatcherContext,
  received: unknown,
  given: KnownEndpoint | undefined,
): MaybePromise<Verdict> {
  if (isCall(received)) return judgeCall(context, received)
  if (isRoute(received)) return judgeRoute(context, received)
  if (isResponse(received)) return judgeResponse(context, received, given)
  return judgeStream(context, received, given)
}

function judgeStream(
  context: MatcherContext,
  received: unknown,
  given: KnownEndpoint | undefined,
): MaybePromise<Verdict> {
  return afterReading(readEvents(sourceOf(received)), (reading) => {
    const contents = reading.items.flatMap(contentOf)
    const endpoint = linted(given ?? recognizeItems(contents), contents)
    const findings = lintReading(endpoint, received, reading)
    return judge(context, 'stream', [{ name: ofEndpoint(endpoint), findings }])
  })
}

async function judgeCall(context: MatcherContext, call: Call): Promise<Verdict> {
  await settle({ calls: [call] })
  const { endpoint, findings } = call
  return judge(context, 'call', [{ name: `the call of ${endpoint}`, findings }])
}

async function judgeRoute(context: MatcherContext, route: unknown): Promise<Verdict> {
  assertRoute(NAME, route)
  await settle(route)
  const earlier = earlierOf(route).count
  const streams = route.calls.map(({ findings }, index) => ({
    name: `calls[${earlier + index}] of ${route.endpoint.name}`,
    findings,
  }))
  return judge(context, 'route', streams)
}

async function judgeResponse(
  context: MatcherContext,
  response: Response,
  given: KnownEndpoint | undefined,
): Promise<Verdict> {
  if (response.bodyUsed) {
    throw new TypeError(
      `Failed to use ${NAME}(): the body of the response has been read already. ` +
        'Expect it before, or pass a response.clone() that was made before.',
    )
  }
  // Clones: the test may read the response, too. A connection that is cut is a finding of the second.
  const { items } = await readSource(response.clone().body ?? [])
  const bytes = bytesIn(items)
  const isNothing = bytes.length === 0 && !given
  const other = isNothing ? 'nothing' : otherThanStream(bytes)?.found
  if (other !== undefined) throw noStream(response, bytes, other)
  const owner = linted(given ?? recognizeItems(items), items)
  const findings = await lint(owner, response.clone())
  return judge(context, 'response', [{ name: ofEndpoint(owner), findings }])
}

/** Describes a response that is no stream. The error fails `.not`, too: the response has no protocol. */
function noStream({ status, headers }: Response, bytes: Uint8Array, found: string): TypeError {
  const body = onOneLine(shorten(new TextDecoder().decode(bytes)))
  return new TypeError(
    [
      `Failed to use ${NAME}(): expected a response with a stream; received ${found}.`,
      `  status: ${status}`,
      `  content type: ${headers.get('content-type') ?? 'none'}`,
      ...(body === '' ? [] : [`  body: ${body}`]),
      'Ask with stream: true.',
    ].join('\n'),
  )
}

/** Makes the verdict on streams. The message shows the first one that does not obey. */
function judge(
  context: MatcherContext,
  received: string,
  streams: readonly LintedStream[],
): Verdict {
  const faulty = streams.filter(({ findings }) => findings.length > 0)
  // Without a stream, neither the assertion nor its .not is true.
  const pass = streams.length > 0 ? faulty.length === 0 : context.isNot === true
  return {
    pass,
    message: () => paragraphs(hint(context, NAME, received), explain(streams, faulty)),
  }
}

function explain(streams: readonly LintedStream[], faulty: readonly LintedStream[]): string {
  const [first, ...others] = faulty
  if (first) {
    const { name, findings } = first
    const more = others.length > 0 ? `… and ${count(others.length, 'more call')}.` : ''
    const summary = `There ${findings.length === 1 ? 'is' : 'are'} ${count(findings.length, 'finding')} in ${name}:`
    return paragraphs(`${summary}\n${describeFindings(findings)}`, more)
  }
  if (streams.length === 0) return 'The route has no calls.'
  return `Expected a finding in ${streams.map(({ name }) => name).join(', ')}.`
}

/** Gives something that can be read: bytes as one chunk, a script with its cues, and a stream with bytes in the place of texts. */
function sourceOf(received: unknown): unknown {
  if (isBuffer(received)) return [received]
  if (isReadableScript(received)) return scriptItems(received)
  return isReadableStream(received) ? chunksOf(received) : received
}

/** Finds the endpoint of events or, where there are none, of bytes in chunks. */
function recognizeItems(items: readonly unknown[]): KnownEndpoint | undefined {
  const events = items.filter((item) => !isBuffer(item))
  return events.length > 0 ? recognizeEvents(events) : recognizeEndpoint(bytesIn(items))
}

/** Chooses between endpoints of OpenAI with the same events, of which each begins and ends them in its own way. */
function recognizeEvents(events: readonly unknown[]): KnownEndpoint | undefined {
  const owner = recognize(events)
  const same = endpointsOf(api).filter((each) => each.wire && each.events === owner?.events)
  const itemsOf = ({ wire, rules }: (typeof same)[number]) =>
    events.flatMap((event) => (wire ? [itemOfEvent({ wire, rules }, event)] : []))
  return recognizeAmong(same, itemsOf) ?? owner
}

function bytesIn(items: readonly unknown[]): Uint8Array {
  return concat(items.filter(isBuffer).map(bytesOf))
}

/** @throws {InterruptedStreamError} When the stream ended in any error but a `StreamError`. */
function lintReading(
  endpoint: LintedEndpoint<unknown>,
  received: unknown,
  reading: Reading,
): readonly Finding[] {
  const source = new SourceLint(endpoint, received)
  for (const item of reading.items) source.take(item)
  if (isStreamError(reading.failure?.error)) source.fail()
  else if (reading.failure) eventsOf(reading, { error: undefined, endpoint: undefined })
  return source.end()
}

/**
 * Gives an endpoint with everything that a lint needs. A known endpoint is the whole declaration.
 *
 * @param items The stream, for the message.
 * @throws {TypeError} When there is no endpoint.
 */
function linted(endpoint: KnownEndpoint | undefined, items: readonly unknown[]): Linted {
  if (endpoint) return endpoint as Linted
  throw new TypeError(
    `Failed to use ${NAME}(): expected events of a known endpoint; received ${beginningOf(items)}. ` +
      'For any other stream, pass its endpoint, route or route factory.',
  )
}

function beginningOf(items: readonly unknown[]): string {
  const [first] = items
  if (first === undefined) return 'no events'
  if (!isBuffer(first)) return inline(first)
  const bytes = bytesIn(items)
  return otherThanStream(bytes)?.found ?? `the bytes ${print(new TextDecoder().decode(bytes))}`
}

function ofEndpoint({ name }: LintedEndpoint<unknown>): string {
  return `the stream of ${name}`
}

function isCall(value: unknown): value is Call {
  return isObject(value) && 'findings' in value && 'settled' in value
}

/** Recognizes a route, or a function that makes one. */
function isRoute(value: unknown): boolean {
  const isFactory = typeof value === 'function' && 'endpoint' in value
  return isFactory || (isObject(value) && 'calls' in value && 'endpoint' in value)
}
