import { defer } from '../streaming/internal.js'

/** The part of MSW's `SetupServer` that {@link releaseCancel} uses. */
export interface ServerWithEvents {
  /** The events of the server. */
  readonly events: {
    /** Adds a listener. */
    on(type: 'response:mocked', listener: (event: { response: Response }) => void): unknown
  }
}

/**
 * Lets clients cancel a mocked response under MSW 2; has no effect under MSW 3. Call this function
 * after every `server.listen()`: early MSW 2 forgets its listeners when the server closes.
 *
 * MSW 2 tees every mocked body for its `response:mocked` event, and a cancelled branch of a tee
 * waits for the other branch: with openai 5 and 6, a `break` in a `for await` loop and the retry
 * after a 429 never end. This function cancels MSW's branch, which releases the client's branch.
 *
 * @example
 * server.listen()
 * releaseCancel(server)
 * @see https://github.com/mswjs/interceptors/issues/799
 */
export function releaseCancel(server: ServerWithEvents): void {
  server.events.on('response:mocked', ({ response }) => {
    // Not at once: for a client of `node:http`, MSW 2.15 still has to write into this body.
    defer(() => {
      // A body that errors on purpose also errors here. The client handles the error.
      response.body?.cancel().catch(() => {})
    })
  })
}
