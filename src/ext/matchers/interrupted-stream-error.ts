import type { KnownEndpoint } from '../../routes/known-endpoints.js'
import { count } from './matcher-context.js'
import { lineOf } from './stream-protocol.js'
import { surroundingEvents } from './surrounding-events.js'

/**
 * The error of a stream that fails while a matcher reads it. Its `cause` is the error of the stream.
 *
 * @example
 * await expect(expect(stream).toStreamText('Hi')).rejects.toThrow(InterruptedStreamError)
 */
export class InterruptedStreamError extends Error {
  override readonly name = 'InterruptedStreamError'

  constructor(
    /** The name of the stream in the message, such as `the expected stream`. */
    stream: string,
    /** The events that came before the error. */
    readonly events: readonly unknown[],
    cause: unknown,
    endpoint?: KnownEndpoint,
  ) {
    const reason = String(cause).replace(/\.$/, '')
    const line = (event: unknown) => lineOf(event, endpoint)
    const lines = surroundingEvents(events, events.length, [`  ! ${reason}`], line)
    super(
      `Failed to read ${stream}: it failed after ${count(events.length, 'event')} with ${reason}.\n\n` +
        `${lines}\n\nWhere the test is about the error, expect it, too: { error: /its message/ }.`,
      { cause },
    )
  }
}
