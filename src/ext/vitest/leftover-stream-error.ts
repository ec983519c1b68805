import { count } from '../matchers/matcher-context.js'

/** A stream that was still under way. */
export interface Leftover {
  /** The name of the endpoint. */
  readonly endpoint: string
  /** The zero-based index of the call in `route.calls`. */
  readonly index: number
  /** What the call was answered with, in words, if that was chosen. */
  readonly answer: string | undefined
  /** How many events had been handed over. */
  readonly sent: number
}

/** A test ended before a stream did. It was cut. */
export class LeftoverStreamError extends Error implements Leftover {
  override readonly name = 'LeftoverStreamError'
  readonly endpoint: string
  readonly index: number
  readonly answer: string | undefined
  readonly sent: number

  constructor({ endpoint, index, answer, sent }: Leftover) {
    const told = answer ? `${answer} was cut after ${count(sent, 'event')}` : 'no answer was chosen'
    super(
      `Failed to end calls[${index}] of "${endpoint}" before its test ended: ${told}. ` +
        'Read the stream to its end, abort it, or end the script.',
    )
    this.endpoint = endpoint
    this.index = index
    this.answer = answer
    this.sent = sent
  }
}
