import type { setupServer } from 'msw/node'

/** What `setupServer()` takes, in the installed major of MSW. */
export type Handlers = Parameters<typeof setupServer>

export interface ServerOptions {
  /**
   * What becomes of a test that ends before its streams do. They are cut in any case; `warn`
   * names them, and `error` fails the test. `warn` unless given.
   */
  readonly leftovers?: 'warn' | 'error' | undefined
  /**
   * What becomes of a test that passes without having used every answer of its own routes: those
   * of `server.use()`, and any others that it called. `ignore` unless given.
   */
  readonly unused?: 'ignore' | 'error' | undefined
}

/** Handlers, and options behind them. */
export type Given = Handlers | [...Handlers, ServerOptions]

/** Tell the options from the handlers. */
export function sortOut(given: Given): { handlers: Handlers; options: ServerOptions } {
  const last = given.at(-1)
  // Those are what can run; MSW complains of arrays itself.
  if (last === undefined || 'run' in last || Array.isArray(last)) {
    return { handlers: given as Handlers, options: {} }
  }
  // The last of them, and only that, may be options.
  return { handlers: given.slice(0, -1) as Handlers, options: last as ServerOptions }
}
