import type { RequestHandler } from 'msw'
import type { Finding } from '../../routes/lint/finding.js'
import { noRequest } from '../../routes/live/no-request.js'
import { unmatchedMessage } from '../http/answer-request.js'
import { describeFindings } from '../lint/describe-findings.js'

/**
 * The error of a test whose request no handler answers.
 *
 * @example
 * if (error instanceof UnhandledRequestError) console.log(error.url)
 */
export class UnhandledRequestError extends Error {
  override readonly name = 'UnhandledRequestError'
  /** The method of the request. */
  readonly method: string
  /** The URL of the request. */
  readonly url: string

  constructor(request: Pick<Request, 'method' | 'url'>, handlers: readonly RequestHandler[]) {
    super(unmatchedMessage(request, handlers) + adviceOn(request.url))
    this.method = request.method
    this.url = request.url
  }
}

/** Names what lets a request pass to a server of the test itself, such as an app that Supertest asks. */
function adviceOn(url: string): string {
  const { protocol, hostname } = new URL(url)
  if (!/^https?:$/.test(protocol) || !/^(localhost|127\.0\.0\.1)$/.test(hostname)) return ''

  const handler = `http.all('${protocol}//${hostname}*', () => passthrough())`
  return `\nTo let requests to a server of yours pass, add ${handler} of MSW.`
}

/**
 * The error of a test that passed without having used every answer of its routes.
 *
 * @example
 * if (error instanceof UnusedAnswersError) console.log(error.unused)
 */
export class UnusedAnswersError extends Error {
  override readonly name = 'UnusedAnswersError'

  constructor(
    /** The description of each unused answer. */
    readonly unused: readonly string[],
  ) {
    const list = unused.map((answer) => `\n- ${answer}`).join('')
    super(`Failed to use every answer of the test: nothing asked for${list}`)
  }
}

/**
 * The error of a test that failed, and in which no request has come to its routes.
 *
 * @example
 * if (error instanceof NoRequestError) console.log(error.routes)
 */
export class NoRequestError extends Error {
  override readonly name = 'NoRequestError'

  constructor(
    /** The names of the endpoints. */
    readonly routes: readonly string[],
  ) {
    super(
      `Failed to answer a request: ${noRequest(routes.join(', '))} Import 'msw-openai/vitest' ` +
        "before the app, or add setupFiles: ['msw-openai/vitest/setup'].",
    )
  }
}

/** A stream that had not ended when its test did. */
export interface Leftover {
  /** The name of the endpoint. */
  readonly endpoint: string
  /** The zero-based index of the call in `route.calls`. */
  readonly index: number
  /** The description of the answer; undefined where none was chosen. */
  readonly answer: string | undefined
  /** The number of events that were sent. */
  readonly sent: number
}

/**
 * The error of a test that ended before one of its streams. The stream was cut.
 *
 * @example
 * if (error instanceof LeftoverStreamError) console.log(error.sent)
 */
export class LeftoverStreamError extends Error implements Leftover {
  override readonly name = 'LeftoverStreamError'
  /** The name of the endpoint. */
  readonly endpoint: string
  /** The zero-based index of the call in `route.calls`. */
  readonly index: number
  /** The description of the answer; undefined where none was chosen. */
  readonly answer: string | undefined
  /** The number of events that were sent. */
  readonly sent: number

  constructor({ endpoint, index, answer, sent }: Leftover) {
    const end = answer ? `${answer} was cut after ${countOf(sent)}` : 'no answer was chosen'
    super(
      `Failed to end calls[${index}] of "${endpoint}" before its test ended: ${end}. ` +
        'Read the stream to its end, abort it, or end the script.',
    )
    this.endpoint = endpoint
    this.index = index
    this.answer = answer
    this.sent = sent
  }
}

function countOf(events: number): string {
  return `${events} event${events === 1 ? '' : 's'}`
}

/**
 * The error of a test whose stream does not obey the protocol of its endpoint.
 *
 * @example
 * if (error instanceof ProtocolError) console.log(error.findings)
 */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError'

  constructor(
    /** The name of the endpoint. */
    readonly endpoint: string,
    /** The zero-based indexes, in `route.calls`, of the calls with the same findings. */
    readonly calls: readonly number[],
    /** The places at which the stream does not obey a rule. */
    readonly findings: readonly Finding[],
    /** The description of the answer; undefined where it is unknown. */
    readonly answer?: string | undefined,
  ) {
    const names = calls.map((index) => `calls[${index}]`).join(', ')
    super(
      `Failed to obey the protocol of "${endpoint}" in ${names}${answer ? `, answered by ${answer}` : ''}:\n` +
        `${describeFindings(findings)}\n` +
        'Mend the script, or put an event that is wrong on purpose into unchecked().',
    )
  }
}

/**
 * Throws the errors of a test, if there are any.
 *
 * @throws The error, where there is one.
 * @throws {AggregateError} When there are several errors. Vitest prints each of them.
 */
export function rethrow(errors: readonly unknown[]): void {
  if (errors.length === 0) return
  if (errors.length === 1) throw errors[0]
  throw new AggregateError(errors, `Failed to pass a test: there are ${errors.length} errors.`)
}
