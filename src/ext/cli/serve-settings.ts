import type { Stage } from '../../streaming/index.js'
import { UsageError } from './command.js'
import { paceOf } from './pace-of.js'
import { readArguments } from './read-arguments.js'
import type { Verbosity } from './request-log.js'

/** The arguments of `serve`. What is undefined has not been given. */
export interface ServeSettings {
  /** The rules file; `-` for the standard input. */
  readonly file: string | undefined
  readonly port: number | undefined
  readonly host: string
  readonly apiKey: string | undefined
  readonly models: readonly string[] | undefined
  readonly logFile: string | undefined
  readonly verbosity: Verbosity
  readonly watch: boolean
  readonly seed: number | undefined
  /** The most bytes of the body of a request. */
  readonly bodyLimit: number | undefined
  readonly through: readonly Stage[]
}

const OPTIONS = {
  config: { type: 'string', short: 'c' },
  port: { type: 'string', short: 'p' },
  host: { type: 'string', default: '127.0.0.1' },
  'api-key': { type: 'string' },
  model: { type: 'string', multiple: true },
  'log-file': { type: 'string', short: 'l' },
  verbose: { type: 'boolean', short: 'v', default: false },
  quiet: { type: 'boolean', short: 'q', default: false },
  watch: { type: 'boolean', short: 'w', default: false },
  seed: { type: 'string' },
  'body-limit': { type: 'string' },
  pace: { type: 'string' },
} as const

/**
 * Reads the arguments of `serve`.
 *
 * @throws {UsageError} When an argument is wrong.
 */
export function readServeSettings(args: readonly string[]): ServeSettings {
  const { values, positionals } = readArguments(args, OPTIONS)
  const { config, verbose, quiet, seed, pace } = values
  if (verbose && quiet) throw new UsageError('--verbose and --quiet exclude each other.')
  const files = [...positionals, ...(config === undefined ? [] : [config])]
  if (files.length > 1) {
    throw new UsageError(`Expected one rules file, received ${files.join(' and ')}.`)
  }
  const [file] = files
  if (values.watch && (file === undefined || file === '-')) {
    throw new UsageError('--watch needs a rules file: msw-openai serve rules.yaml --watch')
  }
  return {
    file,
    port: values.port === undefined ? undefined : portOf(values.port),
    host: filled('--host', values.host),
    apiKey: values['api-key'] === undefined ? undefined : filled('--api-key', values['api-key']),
    models: values.model?.map((name) => filled('--model', name)),
    logFile: values['log-file'],
    verbosity: verbose ? 'verbose' : quiet ? 'quiet' : 'normal',
    watch: values.watch,
    seed: seed === undefined ? undefined : integerOf('--seed', seed),
    bodyLimit: values['body-limit'] === undefined ? undefined : bytesOf(values['body-limit']),
    through: pace === undefined ? [] : [paceOf(pace)],
  }
}

function portOf(text: string): number {
  const port = integerOf('--port', text)
  if (port >= 0 && port <= 65_535) return port
  throw new UsageError(`Expected --port from 0 to 65535, received ${text}.`)
}

/** Gives the bytes of a number of megabytes. */
function bytesOf(text: string): number {
  const megabytes = integerOf('--body-limit', text)
  if (megabytes > 0) return megabytes * 1024 * 1024
  throw new UsageError(`Expected --body-limit of 1 or more megabytes, received ${text}.`)
}

function integerOf(option: string, text: string): number {
  const number = Number(text)
  if (/^[+-]?\d+$/.test(text) && Number.isSafeInteger(number)) return number
  throw new UsageError(`Expected ${option} to be an integer, received "${text}".`)
}

function filled(option: string, text: string): string {
  if (text.trim() !== '') return text
  throw new UsageError(`Expected a value of ${option}, received an empty text.`)
}
