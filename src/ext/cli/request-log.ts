import { openSync, writeSync } from 'node:fs'
import { explainThrown } from '../../streaming/internal.js'
import type { ExchangeEntry } from './exchange.js'
import { writingFailure } from './file-failure.js'
import { requestLine } from './request-line.js'
import { hasColours, type Terminal } from './terminal.js'
import { withoutKeys } from './without-keys.js'

/** The amount that a server prints. */
export type Verbosity = 'quiet' | 'normal' | 'verbose'

interface LogOptions {
  readonly verbosity: Verbosity
  /** The file that gets a line of JSON for each request. */
  readonly file: string | undefined
}

/** Prints a line for each request that has ended, and writes the same to a file. */
export class RequestLog {
  readonly #terminal: Terminal
  readonly #options: LogOptions
  /** The descriptor of the file; undefined where there is none, and after a failure. */
  #file: number | undefined

  /** @throws {CommandError} When the file cannot be opened. */
  constructor(terminal: Terminal, options: LogOptions) {
    this.#terminal = terminal
    this.#options = options
    this.#file = options.file === undefined ? undefined : open(options.file)
  }

  /** @param keys The keys that no line may contain. */
  write(entry: ExchangeEntry, keys: ReadonlyArray<string | undefined>): void {
    const { verbosity } = this.#options
    const { stdout, env } = this.#terminal
    if (verbosity !== 'quiet') {
      const lines = [
        requestLine(entry, hasColours(stdout, env)),
        ...(verbosity === 'verbose' ? bodyLines(entry) : []),
        ...(verbosity === 'verbose' || !isPlanned(entry) ? errorLines(entry) : []),
      ]
      stdout.write(`${withoutKeys(lines.join('\n'), keys)}\n`)
    }
    if (this.#file === undefined) return
    const body = verbosity === 'verbose' ? entry.body : undefined
    this.#writeToFile(this.#file, withoutKeys(JSON.stringify({ ...entry, body }), keys))
  }

  /** Writes at once: a line is in the file even where the process is killed. */
  #writeToFile(file: number, line: string): void {
    try {
      writeSync(file, `${line}\n`)
    } catch (error) {
      // The disk may be full. The server goes on.
      this.#file = undefined
      const reason = explainThrown(error)
      this.#terminal.stderr.write(`Failed to write to the log file, which is given up: ${reason}\n`)
    }
  }
}

function bodyLines({ body }: ExchangeEntry): string[] {
  return body === null ? [] : [`  body   ${JSON.stringify(body)}`]
}

/** Recognizes an exchange that went as its rule says. The log has the error of any other. */
function isPlanned({ outcome, rule, status }: ExchangeEntry): boolean {
  return outcome !== 'broken' && (rule !== null || (status ?? 0) < 400)
}

function errorLines({ error }: ExchangeEntry): string[] {
  return error === null ? [] : [`  error  ${error.replaceAll('\n', '\n         ')}`]
}

function open(file: string): number {
  try {
    return openSync(file, 'a')
  } catch (error) {
    throw writingFailure(file, error)
  }
}
