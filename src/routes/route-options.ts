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

/** The stages among the options of a route. Plain JavaScript may have put them elsewhere. */
export function stagesOf(owner: string, options: RouteOptions): readonly Stage[] {
  const { through = [] } = options
  const misplaced = typeof options === 'function' || Array.isArray(options)
  if (
    !misplaced &&
    Array.isArray(through) &&
    through.every((stage) => typeof stage === 'function')
  ) {
    return through
  }
  throw new TypeError(`Failed to create ${owner}: stages go in { through: [cutAfter(1)] }.`)
}

/** How many events a call of the route keeps. */
export function recordingOf(owner: string, { record = 'all' }: RouteOptions): Recording {
  const isCount = typeof record === 'number' && Number.isInteger(record) && record >= 0
  if (isCount || record === 'all' || record === 'none') return record

  throw new TypeError(
    `Failed to create ${owner}: expected { record: 'all' }, 'none' or a number of events.`,
  )
}
