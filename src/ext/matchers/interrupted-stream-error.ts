import { count } from './count.js'
import { excerpt } from './excerpt.js'

/** A stream that was to be looked at ended in an error, its `cause`. */
export class InterruptedStreamError extends Error {
  override readonly name = 'InterruptedStreamError'

  constructor(
    /** Which stream it is, such as `the expected stream`. */
    stream: string,
    /** The events that came before the error. */
    readonly events: readonly unknown[],
    cause: unknown,
  ) {
    const reason = String(cause).replace(/\.$/, '')
    const told = excerpt(events, events.length, [`  ! ${reason}`])
    super(
      `Failed to read ${stream}: it failed after ${count(events.length, 'event')} with ${reason}.\n\n` +
        `${told}\n\nWhere the test is about the error, expect it, too: { error: /its message/ }.`,
      { cause },
    )
  }
}
