import { createReadStream } from 'node:fs'
import { resolve } from 'node:path'
import { concat } from '../../streaming/internal.js'
import { otherThanStream } from '../lint/other-than-stream.js'
import { MOST_RECOGNIZED, recognizeEndpoint } from '../lint/recognize-endpoint.js'
import type { AnyEndpoint } from '../show/any-endpoint.js'
import { CommandError, UsageError } from './command.js'
import { readingFailure } from './file-failure.js'
import type { Terminal } from './terminal.js'

/** A recorded stream, whose bytes are read piece by piece. */
export interface RecordedFile {
  readonly name: string
  /** False for the standard input. */
  readonly isFile: boolean
  readonly endpoint: AnyEndpoint
  readonly chunks: AsyncIterable<Uint8Array>
}

/** The failure to read a stream, which does not stop the command. */
export interface StreamProblem {
  /** The name of the file, of the request or of the server. */
  readonly name: string
  /** True where the name is one of a file. */
  readonly isFile: boolean
  /** The sentences that say what is wrong, and what to do. */
  readonly message: string
}

interface FileOptions<Result> {
  /** The names; `-` for the standard input, which is read without any name, too. */
  readonly files: readonly string[]
  /** The endpoint of all of them; recognized for each unless given. */
  readonly endpoint: AnyEndpoint | undefined
  /** Reads one stream to its end. */
  readonly read: (file: RecordedFile) => Promise<Result>
}

/**
 * Reads files one after the other. A file that is no stream, or whose endpoint is not recognized, has
 * a problem in the place of a result.
 *
 * @throws {UsageError} When there is nothing to read.
 */
export async function readFiles<Result>(
  { files, endpoint, read }: FileOptions<Result>,
  terminal: Terminal,
): Promise<{ readonly results: readonly Result[]; readonly problems: readonly StreamProblem[] }> {
  if (files.length === 0 && terminal.stdin.isTTY) {
    throw new UsageError('Expected files, a stream on the standard input, or --url. See --help.')
  }
  const results: Result[] = []
  const problems: StreamProblem[] = []
  for (const file of files.length > 0 ? files : ['-']) {
    const isFile = file !== '-'
    const name = isFile ? file : 'stdin'
    const source = chunksOf(name, isFile, terminal)
    try {
      const { head, chunks } = await headOf(source)
      const recognized = endpointOf(name, head, endpoint)
      results.push(await read({ name, isFile, endpoint: recognized, chunks }))
    } catch (error) {
      if (!(error instanceof CommandError)) throw error
      problems.push({ name, isFile, message: error.message })
    } finally {
      // Closes a file that was not read to its end.
      await source.return()
    }
  }
  return { results, problems }
}

/** @throws {CommandError} When the file cannot be read. */
async function* chunksOf(
  name: string,
  isFile: boolean,
  { cwd, stdin }: Terminal,
): AsyncGenerator<Uint8Array, void> {
  try {
    yield* isFile ? createReadStream(resolve(cwd(), name)) : stdin
  } catch (error) {
    throw readingFailure(name, error)
  }
}

/** Reads the head of a stream of bytes, and gives it together with all chunks. */
async function headOf(source: AsyncGenerator<Uint8Array, void>) {
  const first: Uint8Array[] = []
  let size = 0
  while (size < MOST_RECOGNIZED) {
    const { done, value } = await source.next()
    if (done) break
    first.push(value)
    size += value.length
  }
  const chunks = async function* (): AsyncGenerator<Uint8Array, void> {
    yield* first
    yield* source
  }
  return { head: concat(first), chunks: chunks() }
}

/** @throws {CommandError} When the head is no stream, or no endpoint has such events. */
function endpointOf(name: string, head: Uint8Array, given: AnyEndpoint | undefined): AnyEndpoint {
  const other = otherThanStream(head)
  if (other) throw noStream(name, `has ${other.found}`, other.advice)
  const endpoint = given ?? recognizeEndpoint(head)
  if (endpoint) return endpoint
  if (isBlank(head)) {
    throw noStream(name, 'is empty', 'Check the command that writes it.')
  }
  throw new CommandError(
    `Failed to recognize the endpoint of ${name}: it has no event of the OpenAI API. ` +
      'Name the endpoint, such as --endpoint chat.completions.create.',
  )
}

function noStream(name: string, predicate: string, advice: string): CommandError {
  return new CommandError(
    `Failed to read ${name} as a stream: it ${predicate}. ` +
      `Expected the body of a streamed answer, with lines such as data: {"id":"…"}. ${advice}`,
  )
}

/** Recognizes bytes that are white space alone. */
function isBlank(bytes: Uint8Array): boolean {
  return new TextDecoder().decode(bytes).trim() === ''
}
