import { headFindings } from '../../routes/lint/http-rules.js'
import { shorten } from '../../routes/protocol/print.js'
import { concat } from '../../streaming/internal.js'
import { otherThanStream } from '../lint/other-than-stream.js'
import { lintChunks } from '../show/lint-chunks.js'
import type { RecordedStream, StreamChunk } from '../show/recorded-stream.js'
import { MOST_BYTES } from './most-bytes.js'
import type { StreamProblem } from './recorded-files.js'
import { failureOf, refusalOf, type Reason } from './server-failure.js'
import { serverQuestions, type ServerQuestion } from './server-questions.js'
import { errorInStream } from './stream-error.js'
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
  const received = await receive(server, question)
  return 'reason' in received ? received : answerOf(server, question, received)
}

/** The reason for which a server is asked for nothing else, and for which nothing of the answer is kept. */
const TOO_LONG: Reason = {
  text: 'the answer has more than 64 MB, so that the rest was not read. The server has to end it.',
  isFault: true,
  isForAll: true,
}

/** A response of success, with its body. */
interface Received {
  readonly response: Response
  readonly chunks: readonly StreamChunk[]
  /** The sentence for a body that broke. */
  readonly broken: string | undefined
}

async function receive(
  server: AskedServer,
  { endpoint, body }: ServerQuestion,
): Promise<Received | { readonly reason: Reason }> {
  const began = performance.now()
  try {
    const response = await fetch(server.url + endpoint.path, requestOf(body, server))
    if (!response.ok) return { reason: await refusalOf(response, endpoint.path, server) }

    const { chunks, failure, isTooLong } = await readChunks(response, began)
    if (isTooLong) return { reason: TOO_LONG }
    if (failure && chunks.length === 0) throw failure.error
    const broken = failure && `the stream broke: ${failureOf(failure.error, server.timeout)}`
    return { response, chunks, broken }
  } catch (error) {
    const text = `the request failed: ${failureOf(error, server.timeout)}`
    return { reason: { text, isFault: true, isForAll: true } }
  }
}

/** Makes an answer of a body, which may be no stream. */
function answerOf(
  { url, apiKey }: AskedServer,
  { name, endpoint, body, wants }: ServerQuestion,
  { response, chunks, broken }: Received,
): Answered {
  const other = otherThanStream(concat(chunks.map(({ bytes }) => bytes)))
  if (other) {
    const text = `no stream: the server answers ${endpoint.path} with ${other.found}`
    return { reason: { text, isFault: true, isElsewhere: true } }
  }
  const call = { method: endpoint.method, url: url + endpoint.path, body }
  // The head comes before the first byte.
  const ofHead = headFindings(response).map((finding) => ({ ...finding, byteOffset: 0 }))
  const findings = [...ofHead, ...lintChunks(endpoint, chunks)]
  const failure = broken ?? failureIn(chunks, apiKey)
  return {
    stream: { name, endpoint, chunks, findings, call, wants },
    reason: failure === undefined ? undefined : { text: failure, isFault: true },
  }
}

/** Words the error of the server inside a stream; undefined for a stream without one. */
function failureIn(chunks: readonly StreamChunk[], apiKey: string | undefined): string | undefined {
  const error = errorInStream(chunks)
  return error === undefined
    ? undefined
    : `the answer ends in an error of the server: ${withoutKeys(shorten(error), [apiKey])}`
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

/** The content of a body. */
interface ReadBody {
  readonly chunks: StreamChunk[]
  /** The failure of a body that broke. */
  readonly failure?: { readonly error: unknown }
  /** True for a body that is too long for the memory. Its rest was not read. */
  readonly isTooLong?: boolean
}

/** Reads a body with the time of each read. */
async function readChunks({ body }: Response, began: number): Promise<ReadBody> {
  const chunks: StreamChunk[] = []
  let size = 0
  try {
    for await (const bytes of body ?? []) {
      size += bytes.length
      if (size > MOST_BYTES) return { chunks: [], isTooLong: true }
      chunks.push({ bytes, time: performance.now() - began })
    }
  } catch (error) {
    return { chunks, failure: { error } }
  }
  return { chunks }
}
