import type { setupServer } from 'msw/node'

/** The arguments of `setupServer()`, in the installed major of MSW. */
export type Handlers = Parameters<typeof setupServer>

/** The options of `useServer()` and `serverFixture()`. */
export interface ServerOptions {
  /**
   * The fate of a test that ends before its streams do. They are cut in any case; `warn` names them,
   * and `error` fails the test. `warn` unless given.
   */
  readonly leftovers?: 'warn' | 'error' | undefined
  /**
   * The fate of a test that passes without having used every answer of its own routes: those of
   * `server.use()`, and any others that it called. `ignore` unless given.
   */
  readonly unused?: 'ignore' | 'error' | undefined
}

/** Handlers, and options behind them. */
export type Given = Handlers | [...Handlers, ServerOptions]

/** Parts the options from the handlers. */
export function splitOptions(given: Given): { handlers: Handlers; options: ServerOptions } {
  const last = given.at(-1)
  // A handler can run; MSW itself complains about arrays.
  if (last === undefined || 'run' in last || Array.isArray(last)) {
    return { handlers: given as Handlers, options: {} }
  }
  // The last of them, and only that, may be options.
  return { handlers: given.slice(0, -1) as Handlers, options: last as ServerOptions }
}
