import { api } from '../../routes/api.js'
import { endpointsOf } from '../../routes/endpoints-of.js'
import { nearestName } from '../../streaming/internal.js'
import type { AnyEndpoint } from '../show/any-endpoint.js'
import { UsageError } from './command.js'

/** The options of the commands that read streams. */
export const STREAM_OPTIONS = {
  endpoint: { type: 'string', short: 'e' },
  url: { type: 'string' },
  model: { type: 'string', short: 'm' },
  'api-key': { type: 'string' },
  timeout: { type: 'string' },
  format: { type: 'string', short: 'f', default: 'text' },
} as const

/** A server to ask for streams. */
export interface AskedServer {
  /** The base URL, without a slash at its end. */
  readonly url: string
  readonly model: string
  readonly apiKey: string | undefined
  /** The seconds that the server has for one answer. */
  readonly timeout: number
}

/** The seconds that a server has for one answer, unless they are given. */
const USUAL_TIMEOUT = 120
/** The most seconds that a timer of Node can wait. */
const MOST_SECONDS = 2_147_483

/** The streams that a user wants to have read. */
export interface StreamOptions {
  /** The files; `-` for the standard input. None for a server. */
  readonly files: readonly string[]
  /** The endpoint of the files; undefined for one that is to be recognized. */
  readonly endpoint: AnyEndpoint | undefined
  readonly server: AskedServer | undefined
}

interface GivenOptions {
  readonly endpoint?: string | undefined
  readonly url?: string | undefined
  readonly model?: string | undefined
  readonly 'api-key'?: string | undefined
  readonly timeout?: string | undefined
}

/** @throws {UsageError} When options are wrong, or exclude each other. */
export function streamOptions(given: GivenOptions, files: readonly string[]): StreamOptions {
  const { url, endpoint } = given
  if (url === undefined) {
    for (const name of ['model', 'api-key', 'timeout'] as const) {
      if (given[name] !== undefined) throw new UsageError(`--${name} needs --url.`)
    }
    return {
      files,
      endpoint: endpoint === undefined ? undefined : endpointNamed(endpoint),
      server: undefined,
    }
  }
  if (files.length > 0) throw new UsageError('--url and files exclude each other.')
  if (endpoint !== undefined) throw new UsageError('--url and --endpoint exclude each other.')
  return { files, endpoint: undefined, server: serverOf(url, given) }
}

function serverOf(url: string, given: GivenOptions): AskedServer {
  const { model, 'api-key': apiKey, timeout } = given
  const isURL = /^https?:$/.test(URL.canParse(url) ? new URL(url).protocol : '')
  if (!isURL) throw new UsageError(`Expected --url http://127.0.0.1:3000/v1, received ${url}.`)
  if (model === undefined) throw new UsageError('--url needs --model <name>.')
  return {
    url: url.replace(/\/+$/, ''),
    model,
    apiKey,
    timeout: timeout === undefined ? USUAL_TIMEOUT : secondsOf(timeout),
  }
}

function secondsOf(text: string): number {
  const seconds = Number(text)
  if (seconds > 0 && seconds <= MOST_SECONDS) return seconds
  throw new UsageError(`Expected --timeout to be a number of seconds, received "${text}".`)
}

/**
 * Finds an endpoint that streams.
 *
 * @throws {UsageError} When there is none of the name.
 */
export function endpointNamed(name: string): AnyEndpoint {
  const endpoints = endpointsOf(api).filter(({ wire }) => wire)
  const found = endpoints.find((endpoint) => endpoint.name === name)
  if (found) return found

  const names = endpoints.map((endpoint) => endpoint.name)
  const nearest = nearestName(name, names)
  const advice =
    nearest === undefined ? `Expected one of ${names.join(', ')}.` : `Did you mean "${nearest}"?`
  throw new UsageError(`No endpoint "${name}" streams. ${advice}`)
}

/** @throws {UsageError} When the format is none of those of the command. */
export function formatOf<Format extends string>(given: string, formats: readonly Format[]): Format {
  const found = formats.find((format) => format === given)
  if (found !== undefined) return found
  throw new UsageError(`Expected --format ${formats.join('|')}, received ${given}.`)
}
