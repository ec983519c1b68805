import type { RequestHandler } from 'msw'
import { unmatchedMessage } from '../http/answer-request.js'

/** A test made a request that no handler answers. */
export class UnhandledRequestError extends Error {
  override readonly name = 'UnhandledRequestError'
  readonly method: string
  readonly url: string

  constructor(request: Pick<Request, 'method' | 'url'>, handlers: readonly RequestHandler[]) {
    super(unmatchedMessage(request, handlers))
    this.method = request.method
    this.url = request.url
  }
}

/** A test passed without having used every answer of its routes. */
export class UnusedAnswersError extends Error {
  override readonly name = 'UnusedAnswersError'

  constructor(
    /** A description of each answer. */
    readonly unused: readonly string[],
  ) {
    const list = unused.map((answer) => `\n- ${answer}`).join('')
    super(`Failed to use every answer of the test: nothing asked for${list}`)
  }
}

/** A stream that was still under way. */
export interface Leftover {
  /** The name of the endpoint. */
  readonly endpoint: string
  /** The zero-based index of the call in `route.calls`. */
  readonly index: number
  /** A description of the answer, if it was chosen. */
  readonly answer: string | undefined
  /** The number of events that had been handed over. */
  readonly sent: number
}

/** A test ended before a stream did. The stream was cut. */
export class LeftoverStreamError extends Error implements Leftover {
  override readonly name = 'LeftoverStreamError'
  readonly endpoint: string
  readonly index: number
  readonly answer: string | undefined
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
 * Throws the errors that there are.
 *
 * @throws {AggregateError} When there are several: Vitest shows each of them.
 */
export function rethrow(errors: readonly unknown[]): void {
  if (errors.length === 0) return
  if (errors.length === 1) throw errors[0]
  throw new AggregateError(errors, `Failed to pass a test: there are ${errors.length} errors.`)
}
