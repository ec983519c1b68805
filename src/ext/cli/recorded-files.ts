import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { explainThrown } from '../../streaming/internal.js'
import { recognizeEndpoint } from '../lint/recognize-endpoint.js'
import type { AnyEndpoint } from '../show/any-endpoint.js'
import { lintChunks } from '../show/lint-chunks.js'
import type { RecordedStream } from '../show/recorded-stream.js'
import { CommandError, UsageError } from './command.js'
import type { Terminal } from './terminal.js'

/**
 * Reads recorded streams of files.
 *
 * @param files The names; `-` for the standard input, which is read without any name, too.
 * @param endpoint The endpoint of all of them; recognized for each unless given.
 * @throws {CommandError} When a file cannot be read, or its endpoint is not recognized.
 */
export async function recordedFiles(
  files: readonly string[],
  endpoint: AnyEndpoint | undefined,
  terminal: Terminal,
): Promise<RecordedStream[]> {
  if (files.length === 0 && terminal.stdin.isTTY) {
    throw new UsageError('Expected files, a stream on the standard input, or --url. See --help.')
  }
  const streams: RecordedStream[] = []
  for (const file of files.length > 0 ? files : ['-']) {
    const bytes = file === '-' ? await buffer(terminal.stdin) : readBytes(file, terminal)
    streams.push(recordedStream(file === '-' ? 'stdin' : file, bytes, endpoint))
  }
  return streams
}

function readBytes(file: string, { cwd }: Terminal): Uint8Array {
  try {
    return readFileSync(resolve(cwd(), file))
  } catch (error) {
    throw new CommandError(`Failed to read ${file}: ${explainThrown(error)}`)
  }
}

function recordedStream(
  name: string,
  bytes: Uint8Array,
  given: AnyEndpoint | undefined,
): RecordedStream {
  const endpoint = given ?? recognizeEndpoint(bytes)
  if (!endpoint) {
    throw new CommandError(
      `Failed to recognize the endpoint of ${name}: it has no event of the OpenAI API. ` +
        'Name the endpoint, such as --endpoint chat.completions.create.',
    )
  }
  const chunks = [{ bytes }]
  return { name, endpoint, chunks, findings: lintChunks(endpoint, chunks) }
}
