import { findingOf } from '../../routes/lint/finding.js'
import { responseRules } from '../../routes/lint/response-rules.js'
import { textAt } from '../../routes/protocol/fields.js'
import { shorten } from '../../routes/protocol/print.js'
import { concat, explainThrown } from '../../streaming/internal.js'
import { otherThanStream } from '../lint/other-than-stream.js'
import { lintChunks } from '../show/lint-chunks.js'
import type { RecordedStream, StreamChunk } from '../show/recorded-stream.js'
import type { StreamProblem } from './recorded-files.js'
import { serverQuestions, type ServerQuestion } from './server-questions.js'
import type { AskedServer } from './stream-options.js'
import { withoutKeys } from './without-keys.js'

/** The streams of a server, sentences on what it lacks, and the requests that failed. */
export interface AskedStreams {
  readonly streams: readonly AskedStream[]
  readonly notes: readonly string[]
  readonly problems: readonly StreamProblem[]
}

/** A stream of a server, with the question that it answers. */
export interface AskedStream extends RecordedStream {
  readonly wants: ServerQuestion['wants']
}

/** The reason for which a question has no whole stream. */
interface Reason {
  readonly text: string
  /** True where the server does not obey; what a server lacks is no fault. */
  readonly isFault?: boolean
  /** True where all other requests would fail in the same way. */
  readonly isForAll?: boolean
  /** True where the URL may be that of something else. */
  readonly isElsewhere?: boolean
}

/** A reason with the name of its question. */
type NamedReason = Reason & { readonly name: string }

interface Answered {
  readonly stream?: AskedStream
  readonly reason?: Reason | undefined
}

/** Asks a server for streams, one after the other. A server without any stream has one problem. */
export async function askedStreams(server: AskedServer): Promise<AskedStreams> {
  const streams: AskedStream[] = []
  const reasons: NamedReason[] = []
  for (const question of serverQuestions(server.model)) {
    const { stream, reason } = await ask(server, question)
    if (stream) streams.push(stream)
    if (reason) reasons.push({ name: question.name, ...reason })
    if (reason?.isForAll && streams.length === 0) break
  }
  if (streams.length === 0) return { streams, notes: [], problems: [noStreams(server, reasons)] }
  return {
    streams,
    notes: reasons.filter(({ isFault }) => !isFault).map(lineOf),
    problems: reasons.filter(({ isFault }) => isFault).map(problemOf),
  }
}

function lineOf({ name, text }: NamedReason): string {
  return `${name}: ${text}`
}

function problemOf(reason: NamedReason): StreamProblem {
  return { name: reason.name, isFile: false, message: lineOf(reason) }
}

/** Words the reasons for which a server gives no stream, each of them once. */
function noStreams({ url }: AskedServer, reasons: readonly NamedReason[]): StreamProblem {
  const texts = reasons.map(({ text }) => text)
  const different = reasons.filter(({ text }, at) => texts.indexOf(text) === at)
  const lines = [
    `Failed to get a stream of ${url}:`,
    ...different.map((reason) => `- ${lineOf(reason)}`),
    ...(reasons.some(({ isElsewhere }) => isElsewhere) ? adviceOnURL(url) : []),
  ]
  return { name: url, isFile: false, message: lines.join('\n') }
}

/** Names the base URL that was meant, where the given one looks like another. */
function adviceOnURL(url: string): string[] {
  const base = url.replace(/\/(?:chat\/completions|responses)$/, '')
  const meant = /\/v\d/.test(new URL(base).pathname) ? base : `${base}/v1`
  return meant === url ? [] : [`Expected the base URL, which may be --url ${meant}.`]
}

/** Asks one question. */
async function ask(server: AskedServer, question: ServerQuestion): Promise<Answered> {
  const { url, timeout } = server
  const { name, endpoint, body, wants } = question
  const target = url + endpoint.path
  const began = performance.now()
  let response: Response
  try {
    response = await fetch(target, requestOf(body, server))
  } catch (error) {
    const text = `the request failed: ${failureOf(error, timeout)}`
    return { reason: { text, isFault: true, isForAll: true } }
  }
  if (!response.ok) return { reason: await refusalOf(response, endpoint.path, server) }

  const { chunks, failure } = await readChunks(response, began)
  const other = otherThanStream(concat(chunks.map(({ bytes }) => bytes)))
  if (other) {
    const text = `no stream: the server answers ${endpoint.path} with ${other.found}`
    return { reason: { text, isFault: true, isElsewhere: true } }
  }
  const head = responseRules.begin().event({ event: response, index: 0 })
  const call = { method: endpoint.method, url: target, body }
  const findings = [
    ...head.map((problem) => findingOf(problem, {})),
    ...lintChunks(endpoint, chunks),
  ]
  const reason = failure && { text: `the stream broke: ${failureOf(failure.error, timeout)}` }
  return { stream: { name, endpoint, chunks, findings, call, wants }, reason }
}

function requestOf(body: object, { apiKey, timeout }: AskedServer): RequestInit {
  return {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(apiKey !== undefined && { authorization: `Bearer ${apiKey}` }),
    },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(timeout * 1000),
  }
}

/** Words an answer that is no success. */
async function refusalOf(
  response: Response,
  path: string,
  { apiKey }: AskedServer,
): Promise<Reason> {
  const { status } = response
  const given = messageIn(await response.text())
  const message = withoutKeys(shorten(given), [apiKey])
  const isMissing = status === 404 || status === 405
  if (isMissing && message === '') {
    return { text: `no stream: the server has no ${path}.`, isElsewhere: true }
  }
  const isKey = status === 401 || status === 403
  const answer = `no stream: the server answers ${path} with ${status}${message === '' ? '.' : `: ${message}`}`
  return {
    text: isKey ? `${answer} ${adviceOnKey(apiKey)}` : answer,
    isForAll: isKey,
    isElsewhere: isMissing,
  }
}

function adviceOnKey(apiKey: string | undefined): string {
  return apiKey === undefined
    ? 'Give a key: --api-key "$OPENAI_API_KEY".'
    : 'The server refuses the key of --api-key.'
}

function messageIn(text: string): string {
  try {
    const body: unknown = JSON.parse(text)
    return textAt(body, 'error', 'message') || textAt(body, 'error') || textAt(body, 'message')
  } catch {
    // The body is no JSON: the status says enough.
    return ''
  }
}

/** Reads a body with the time of each read. A body that breaks has a failure. */
async function readChunks(
  { body }: Response,
  began: number,
): Promise<{ readonly chunks: StreamChunk[]; readonly failure?: { readonly error: unknown } }> {
  const chunks: StreamChunk[] = []
  try {
    for await (const bytes of body ?? []) chunks.push({ bytes, time: performance.now() - began })
  } catch (error) {
    return { chunks, failure: { error } }
  }
  return { chunks }
}

/** Words an error of `fetch`, and what to do. */
function failureOf(error: unknown, timeout: number): string {
  if (Reflect.get(Object(error), 'name') === 'TimeoutError') {
    return `the answer takes longer than ${timeout} seconds. --timeout gives it more.`
  }
  // The cause says more than the message.
  const cause = error instanceof Error ? (error.cause ?? error) : error
  const reason = explainThrown(cause)
  const code = Reflect.get(Object(cause), 'code')
  if (code === 'ECONNREFUSED') {
    return `nothing listens at this address (${reason || code}). Start the server, or correct --url.`
  }
  return code === 'ENOTFOUND' ? `there is no such host (${reason}). Correct --url.` : reason
}
