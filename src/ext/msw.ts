import { defer } from '../streaming/internal.js'

/** The part of MSW's `SetupServer` that {@link releaseCancel} needs. */
export interface ServerWithEvents {
  readonly events: {
    on(type: 'response:mocked', listener: (event: { response: Response }) => void): unknown
  }
}

/**
 * Lets clients cancel a mocked response under MSW 2. Harmless under MSW 3. Call it after every
 * `server.listen()`: early MSW 2 forgets its listeners when the server closes.
 *
 * MSW 2 tees every mocked body for its `response:mocked` event, and a cancelled branch of a tee waits
 * for the other one: with openai 5 and 6, `break` in a `for await` loop and the retry after a 429
 * hang for ever. This cancels MSW's branch, which releases the client's.
 *
 * @example
 * server.listen()
 * releaseCancel(server)
 * @see https://github.com/mswjs/interceptors/issues/799
 */
export function releaseCancel(server: ServerWithEvents): void {
  server.events.on('response:mocked', ({ response }) => {
    // Not at once: for a client of `node:http`, MSW 2.15 is about to write into this very body.
    defer(() => {
      // A body that errors on purpose errors here too, and the client hears of it.
      response.body?.cancel().catch(() => {})
    })
  })
}
