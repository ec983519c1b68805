import { textAt } from '../../routes/protocol/fields.js'
import { jsonIn } from '../../routes/protocol/json.js'
import { shorten } from '../../routes/protocol/print.js'
import { concat, explainThrown } from '../../streaming/internal.js'
import type { AskedServer } from './stream-options.js'
import { withoutKeys } from './without-keys.js'

/** The reason for which a question has no whole stream. */
export interface Reason {
  readonly text: string
  /** True where the server does not obey; what a server lacks is no fault. */
  readonly isFault?: boolean
  /** True where all other requests would fail in the same way. */
  readonly isForAll?: boolean
  /** True where the URL may be that of something else. */
  readonly isElsewhere?: boolean
}

/** Words an answer that is no success. */
export async function refusalOf(
  response: Response,
  path: string,
  { apiKey }: AskedServer,
): Promise<Reason> {
  const { status } = response
  // The status says enough where the body is no JSON.
  const message = withoutKeys(shorten(messageOf(jsonIn(await headOf(response)))), [apiKey])
  const isMissing = status === 404 || status === 405
  if (isMissing && message === '') {
    return { text: `no stream: the server has no ${path}.`, isElsewhere: true }
  }
  const isKey = status === 401 || status === 403
  const answer = `no stream: the server answers ${path} with ${status}${message === '' ? '.' : `: ${message}`}`
  return {
    text: isKey ? `${answer} ${adviceOnKey(apiKey)}` : answer,
    isFault: hasFailed(status),
    isForAll: isKey,
    isElsewhere: isMissing,
  }
}

function adviceOnKey(apiKey: string | undefined): string {
  return apiKey === undefined
    ? 'Give a key: --api-key "$OPENAI_API_KEY".'
    : 'The server refuses the key of --api-key.'
}

/** The most bytes of an error: the body may have no end. */
const MOST_OF_ERROR = 1_000_000

/** Reads the beginning of a body. */
async function headOf({ body }: Response): Promise<string> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const bytes of body ?? []) {
    parts.push(bytes)
    size += bytes.length
    if (size > MOST_OF_ERROR) break
  }
  return new TextDecoder().decode(concat(parts))
}

/** Recognizes the status of a server that fails. Any other one may say what the server lacks, as 501 does. */
function hasFailed(status: number): boolean {
  return status === 429 || (status >= 500 && status !== 501)
}

/** Gives the message of an error in JSON; an empty text where there is none. */
export function messageOf(body: unknown): string {
  return textAt(body, 'error', 'message') || textAt(body, 'error') || textAt(body, 'message')
}

/** The words for failures of connections, by their codes. */
const FAILURES: Readonly<Record<string, (raw: string) => string>> = {
  ECONNREFUSED: (raw) =>
    `nothing listens at this address (${raw}). Start the server, or correct --url.`,
  ENOTFOUND: noHost,
  EAI_AGAIN: noHost,
  ECONNRESET: closed,
  UND_ERR_SOCKET: closed,
  ERR_SSL_WRONG_VERSION_NUMBER: () => 'the server does not speak HTTPS. Give --url http://….',
}

function noHost(raw: string): string {
  return `there is no such host (${raw}). Correct --url.`
}

function closed(raw: string): string {
  return `the server closes the connection before the end (${raw}). Its log may say why.`
}

/** Words an error of `fetch`, and what to do. */
export function failureOf(error: unknown, timeout: number): string {
  if (textAt(error, 'name') === 'TimeoutError') {
    return `the answer takes longer than ${timeout} s. --timeout gives it more.`
  }
  // The cause says more than the message.
  const cause = error instanceof Error ? (error.cause ?? error) : error
  const code = textAt(cause, 'code')
  const raw = explainThrown(cause) || code
  return FAILURES[code]?.(raw) ?? raw
}
