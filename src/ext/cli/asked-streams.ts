import { findingOf } from '../../routes/lint/finding.js'
import { responseRules } from '../../routes/lint/response-rules.js'
import { textAt } from '../../routes/protocol/fields.js'
import { explainThrown } from '../../streaming/internal.js'
import { lintChunks } from '../show/lint-chunks.js'
import type { RecordedStream, StreamChunk } from '../show/recorded-stream.js'
import { CommandError } from './command.js'
import { serverQuestions, type ServerQuestion } from './server-questions.js'
import type { AskedServer } from './stream-options.js'

/** The milliseconds that a server has for one answer. */
const PATIENCE = 120_000

/** The streams of a server, and sentences on the requests that got none. */
export interface AskedStreams {
  readonly streams: readonly AskedStream[]
  readonly notes: readonly string[]
}

/** A stream of a server, with the question that it answers. */
export interface AskedStream extends RecordedStream {
  readonly wants: ServerQuestion['wants']
}

/**
 * Asks a server for streams, one after the other.
 *
 * @throws {CommandError} When the server answers nothing with a stream.
 */
export async function askedStreams(server: AskedServer): Promise<AskedStreams> {
  const streams: AskedStream[] = []
  const notes: string[] = []
  for (const question of serverQuestions(server.model)) {
    const answer = await ask(server, question)
    if (typeof answer === 'string') notes.push(`${question.name}: ${answer}`)
    else {
      streams.push(answer.stream)
      if (answer.note !== undefined) notes.push(`${question.name}: ${answer.note}`)
    }
  }
  if (streams.length > 0) return { streams, notes }
  throw new CommandError(
    [`Failed to get a stream of ${server.url}:`, ...notes.map((note) => `- ${note}`)].join('\n'),
  )
}

/** Asks one question. Gives a sentence where the server answers with no stream. */
async function ask(
  { url, apiKey }: AskedServer,
  question: ServerQuestion,
): Promise<string | { readonly stream: AskedStream; readonly note: string | undefined }> {
  const { name, endpoint, body, wants } = question
  const target = url + endpoint.path
  const began = performance.now()
  let response: Response
  try {
    response = await fetch(target, requestOf(body, apiKey))
  } catch (error) {
    return `the request failed: ${reasonOf(error)}`
  }
  if (!response.ok) return `no stream: ${await refusalOf(response, endpoint.path)}`

  const head = responseRules.begin().event({ event: response, index: 0 })
  const { chunks, failure } = await readChunks(response, began)
  const call = { method: endpoint.method, url: target, body }
  const findings = [
    ...head.map((problem) => findingOf(problem, {})),
    ...lintChunks(endpoint, chunks),
  ]
  const note = failure === undefined ? undefined : `the stream broke: ${failure}`
  return { stream: { name, endpoint, chunks, findings, call, wants }, note }
}

function requestOf(body: object, apiKey: string | undefined): RequestInit {
  return {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(apiKey !== undefined && { authorization: `Bearer ${apiKey}` }),
    },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(PATIENCE),
  }
}

/** Words an answer that is no success: `POST /responses gets 404, so the server has none`. */
async function refusalOf(response: Response, path: string): Promise<string> {
  const { status } = response
  const text = await response.text()
  const message = messageIn(text)
  if ((status === 404 || status === 405) && message === '') return `the server has no ${path}.`
  return `the server answers ${path} with ${status}${message === '' ? '.' : `: ${message}`}`
}

function messageIn(text: string): string {
  try {
    const body: unknown = JSON.parse(text)
    return textAt(body, 'error', 'message') || textAt(body, 'message')
  } catch {
    // The body is no JSON: the status says enough.
    return ''
  }
}

/** Reads a body with the time of each read. A body that breaks has a failure. */
async function readChunks(
  { body }: Response,
  began: number,
): Promise<{ readonly chunks: StreamChunk[]; readonly failure: string | undefined }> {
  const chunks: StreamChunk[] = []
  try {
    for await (const bytes of body ?? []) chunks.push({ bytes, time: performance.now() - began })
  } catch (error) {
    return { chunks, failure: reasonOf(error) }
  }
  return { chunks, failure: undefined }
}

/** Words an error of `fetch`, whose cause says more than its message. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined
  return explainThrown(cause ?? error)
}
