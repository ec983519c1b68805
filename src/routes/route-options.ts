import type { Stage } from '../streaming/index.js'
import type { Recording } from './call.js'

export interface RouteOptions {
  /** The stages that a stream passes through, first to last. */
  readonly through?: readonly Stage[] | undefined
  /**
   * How many of its events a call keeps in `call.events`: `'all'`, `'none'`, or the last
   * so many; `'all'` unless given. `call.sent` always counts them.
   */
  readonly record?: Recording | undefined
}

export interface CreateRouteOptions {
  /** The `baseURL` of the client under test, in MSW's path syntax: it may have wildcards and `:params`. */
  readonly baseURL?: string | undefined
}

const OPENAI = 'https://api.openai.com/v1'

/** The base URL that routes are below of. */
export function baseOf(options: CreateRouteOptions): string {
  const { baseURL = OPENAI } = options
  const isPath = typeof baseURL === 'string' && !/[?#]/.test(baseURL)
  if (typeof options === 'object' && isPath) return baseURL.replace(/\/+$/, '')

  throw new TypeError(
    `Failed to create routes: expected { baseURL: 'https://…' }, without a query.`,
  )
}

/**
 * The stages among the options of a route.
 *
 * @param isStream Whether the route may ever answer with a stream.
 * @throws {TypeError} When there is anything else than stages, or nothing that they could be about.
 */
export function stagesOf(
  owner: string,
  options: RouteOptions,
  isStream: boolean,
): readonly Stage[] {
  assertOptions(owner, options)
  const { through = [] } = options
  // Plain JavaScript may have put anything there.
  if (!Array.isArray(through) || !through.every((stage) => typeof stage === 'function')) {
    throw misplaced(owner)
  }
  if (isStream || through.every((stage) => stage.before)) return through

  throw new TypeError(
    `Failed to create ${owner}: its stages are about a stream, and its answer is none. ` +
      'Only delayHeaders() and refuse() come before an answer of any kind.',
  )
}

const OPTIONS = ['through', 'record']

function assertOptions(owner: string, options: RouteOptions): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw misplaced(owner)
  }
  const unknown = Object.keys(options).find((name) => !OPTIONS.includes(name))
  if (unknown === undefined) return
  throw new TypeError(
    `Failed to create ${owner}: unknown option "${unknown}". Expected { ${OPTIONS.join(', ')} }.`,
  )
}

function misplaced(owner: string): TypeError {
  return new TypeError(`Failed to create ${owner}: stages go in { through: [cutAfter(1)] }.`)
}

/** How many events a call of the route keeps. */
export function recordingOf(owner: string, { record = 'all' }: RouteOptions): Recording {
  const isCount = typeof record === 'number' && Number.isInteger(record) && record >= 0
  if (isCount || record === 'all' || record === 'none') return record

  throw new TypeError(
    `Failed to create ${owner}: expected { record: 'all' }, 'none' or a number of events.`,
  )
}
