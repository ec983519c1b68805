import type { setupServer } from 'msw/node'
import { valueAt } from '../../routes/protocol/fields.js'
import { print } from '../../routes/protocol/print.js'
import { checkOptions } from '../../streaming/internal.js'

/** The arguments of `setupServer()`, in the installed major of MSW. */
export type Handlers = Parameters<typeof setupServer>

/** Options of `useServer()` and `serverFixture()`. */
export interface ServerOptions {
  /**
   * The result of a test that ends before its streams do: `warn` prints a warning for each stream,
   * and `error` fails the test; `warn` unless given. The streams are cut in any case.
   */
  readonly leftovers?: 'warn' | 'error' | undefined
  /**
   * The result of a test that passes without having used every answer of its routes: `error` fails
   * the test; `ignore` unless given. The routes of a test are those of its `server.use()`, and any
   * other that it calls.
   */
  readonly unused?: 'ignore' | 'error' | undefined
  /**
   * The result of a test with a request that nobody planned: `error` fails the test; `error` unless
   * given. With `ignore`, the test can look at the answer: a 404 where no route answers, and a 400
   * where no `when()` matches, or `inOrder()` has no more answers.
   */
  readonly unplanned?: 'ignore' | 'error' | undefined
  /**
   * The result of a test with a stream that does not obey the protocol of its endpoint: `error` fails
   * the test for findings of the severity `error`, `warning` for all findings; `ignore` unless
   * given. Faults that are made on purpose count for nothing: see `call.findings`. Streams outside of
   * any test fail the file.
   */
  readonly lint?: 'ignore' | 'error' | 'warning' | undefined
  /**
   * The directory for pages about failing tests, below the working directory: one page for each
   * test, with what was asked, what was sent when, and where the client disconnected. A line of the output
   * names the page. A test without requests has none. No pages are written unless given.
   */
  readonly report?: string | undefined
}

const OPTIONS = new Set(['leftovers', 'unused', 'unplanned', 'lint', 'report'])

/** Handlers, and options as the last argument. */
export type Given = Handlers | [...Handlers, ServerOptions]

/**
 * Separates the options from the handlers.
 *
 * @throws {TypeError} When an option is unknown, or an argument is a function, such as a route
 * factory.
 */
export function splitOptions(given: Given): { handlers: Handlers; options: ServerOptions } {
  if (given.some((each) => typeof each === 'function')) {
    throw new TypeError(
      "Failed to set up a server: expected handlers, received a function. Call it: chat.completions.create('Hello').",
    )
  }
  const last = given.at(-1)
  // A handler has a method `run`. MSW itself refuses arrays.
  if (last === undefined || 'run' in last || Array.isArray(last)) {
    // Without options, all arguments are handlers.
    return { handlers: given as Handlers, options: {} }
  }
  checkOptions('Failed to set up a server', last, OPTIONS)
  // The last argument is no handler, so it is the options; all others are handlers.
  return { handlers: given.slice(0, -1) as Handlers, options: last as ServerOptions }
}

/** The values of the options that are words. */
const WORDS: Readonly<Record<Exclude<keyof ServerOptions, 'report'>, readonly unknown[]>> = {
  leftovers: ['warn', 'error'],
  unused: ['ignore', 'error'],
  unplanned: ['ignore', 'error'],
  lint: ['ignore', 'error', 'warning'],
}

/** @throws {TypeError} When plain JavaScript gives an option a value that it has not. */
export function checkWords(options: ServerOptions): void {
  for (const [name, words] of Object.entries(WORDS)) {
    const given = valueAt(options, name)
    if (given === undefined || words.includes(given)) continue
    const list = words.map((word) => `'${String(word)}'`).join(', ')
    throw new TypeError(
      `Failed to set up a server: expected ${name} to be one of ${list}, received ${print(given)}.`,
    )
  }
}
