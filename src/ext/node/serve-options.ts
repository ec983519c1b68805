import { isObject } from '../../routes/answers/answer-kind.js'
import { print } from '../../routes/protocol/print.js'
import { checkOptions } from '../../streaming/internal.js'

/** Options of `serve()`. */
export interface ServeOptions {
  /** The port to listen on; a free one unless given. */
  readonly port?: number | undefined
  /** The address to listen on; `127.0.0.1` unless given, which no other machine can reach. */
  readonly hostname?: string | undefined
  /**
   * The most bytes that the body of a request may have; 64 MB (67,108,864) unless given, `Infinity`
   * for any number. A request with more gets a 413, and reaches no handler.
   */
  readonly bodyLimit?: number | undefined
}

const DEFAULTS = { port: 0, hostname: '127.0.0.1', bodyLimit: 64 * 1024 * 1024 }
const OPTIONS: ReadonlySet<string> = new Set(Object.keys(DEFAULTS))

/**
 * Gives the options with their defaults. With a wrong address, Node would listen on every interface,
 * or on a file.
 *
 * @throws {TypeError} When an option is unknown or wrong.
 */
export function withDefaults(options: ServeOptions): typeof DEFAULTS {
  if (!isObject(options)) throw wrong(`{ ${[...OPTIONS].join(', ')} }`, options)
  checkOptions('Failed to start a server', options, OPTIONS)
  const {
    port = DEFAULTS.port,
    hostname = DEFAULTS.hostname,
    bodyLimit = DEFAULTS.bodyLimit,
  } = options
  if (!Number.isInteger(port)) throw wrong('a port', port)
  if (typeof hostname !== 'string' || hostname.trim() === '') throw wrong('a hostname', hostname)
  if (!isLimit(bodyLimit)) throw wrong('{ bodyLimit }, a number of bytes or Infinity', bodyLimit)
  return { port, hostname, bodyLimit }
}

function isLimit(value: unknown): boolean {
  return value === Infinity || (Number.isSafeInteger(value) && Number(value) >= 0)
}

function wrong(expected: string, received: unknown): TypeError {
  return new TypeError(
    `Failed to start a server: expected ${expected}, received ${print(received)}.`,
  )
}
