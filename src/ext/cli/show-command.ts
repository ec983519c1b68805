import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { htmlPage } from '../show/html-page.js'
import { lintChunks } from '../show/lint-chunks.js'
import { readStream } from '../show/read-stream.js'
import type { RecordedStream, StreamChunk } from '../show/recorded-stream.js'
import type { ShownStream } from '../show/shown-stream.js'
import { streamLines } from '../show/stream-lines.js'
import { onLines } from '../show/terminal-text.js'
import { askedStreams } from './asked-streams.js'
import { CommandError, UsageError, type Command } from './command.js'
import { writingFailure } from './file-failure.js'
import { MOST_BYTES } from './most-bytes.js'
import { checkPageTarget } from './page-target.js'
import { readArguments } from './read-arguments.js'
import { readFiles, type RecordedFile, type StreamProblem } from './recorded-files.js'
import { formatOf, STREAM_OPTIONS, streamOptions, type StreamOptions } from './stream-options.js'
import { hasColours, written, type Terminal } from './terminal.js'

const OPTIONS = { ...STREAM_OPTIONS, html: { type: 'string' } } as const

/** The columns of what is no terminal. */
const COLUMNS = 120

/** The command `show`: recorded streams, or those of a running server, as people read them. */
export const showCommand: Command = {
  help: `
Shows streams as people read them: a line for each event, the findings of a lint, and the answer.

Usage: msw-openai show [file.sse…] [options]
       msw-openai show --url <base URL> --model <name> [options]

A file has the body of a streamed answer, as curl writes it. Without a file, the standard input is
read.

Options:
  -e, --endpoint <name>  the endpoint, such as chat.completions.create; recognized unless given
      --html <file>      writes a page with a timeline instead, which needs no network; it takes the
                         place of an older page, and of no other file
      --url <base URL>   asks a running server for texts, tool calls and usage, and shows the times, too
  -m, --model <name>     the model to ask
      --api-key <key>    the key to send
      --timeout <s>      the seconds that the server has for one answer (120)
  -f, --format <format>  text or json (text)
  -h, --help             prints this help

Examples:
  msw-openai show answer.sse                        one recording
  curl -N … | msw-openai show                       what curl receives
  msw-openai show answer.sse --html answer.html     a page to move along the stream
  msw-openai show --url http://127.0.0.1:8080/v1 --model llama --html server.html
`,

  async run(args, terminal) {
    const { values, positionals } = readArguments(args, OPTIONS)
    const format = formatOf(values.format, ['text', 'json'])
    const { html } = values
    if (html !== undefined && format === 'json') {
      throw new UsageError('--html and --format json exclude each other.')
    }
    const options = streamOptions(values, positionals)
    if (html !== undefined) checkPageTarget(html, options.files, terminal)
    const { streams, notes, problems } = await shownStreams(options, terminal)
    const messages = [...notes, ...problems.map(({ message }) => message)]
    await written(terminal.stderr, messages.map((message) => `${onLines(message)}\n`).join(''))

    if (format === 'json') await written(terminal.stdout, `${JSON.stringify(streams, null, 2)}\n`)
    else if (streams.length > 0 && html !== undefined) writePage(html, streams, terminal)
    else if (streams.length > 0) await writeLines(streams, terminal)
    return problems.length > 0 ? 1 : 0
  },
}

/** The streams, as people read them, and those that could not be read. */
interface ShownStreams {
  readonly streams: readonly ShownStream[]
  readonly notes: readonly string[]
  readonly problems: readonly StreamProblem[]
}

async function shownStreams(options: StreamOptions, terminal: Terminal): Promise<ShownStreams> {
  const { server } = options
  if (server) {
    const { streams, notes, problems } = await askedStreams(server)
    return { streams: streams.map(readStream), notes, problems }
  }
  const { results, problems } = await readFiles({ ...options, read: readWhole }, terminal)
  return { streams: results.map(readStream), notes: [], problems }
}

/** @throws {CommandError} When the stream is too long to be kept in the memory. */
async function readWhole({ name, endpoint, chunks }: RecordedFile): Promise<RecordedStream> {
  const read: StreamChunk[] = []
  let size = 0
  for await (const bytes of chunks) {
    read.push({ bytes })
    size += bytes.length
    if (size > MOST_BYTES) throw tooLong(name)
  }
  return { name, endpoint, chunks: read, findings: lintChunks(endpoint, read) }
}

function tooLong(name: string): CommandError {
  return new CommandError(
    `Failed to show ${name}: it has more than 64 MB. Show a part: head -c 1000000 answer.sse | msw-openai show. ` +
      'msw-openai lint reads streams of any size.',
  )
}

function writeLines(streams: readonly ShownStream[], { stdout, env }: Terminal): Promise<void> {
  const style = { columns: stdout.columns ?? COLUMNS, hasColours: hasColours(stdout, env) }
  const texts = streams.map((stream) => [...streamLines(stream, style)].join('\n'))
  return written(stdout, `${texts.join('\n\n')}\n`)
}

/** @throws {CommandError} When the file cannot be written. */
function writePage(file: string, streams: readonly ShownStream[], { stdout, cwd }: Terminal): void {
  const title = streams.map(({ name }) => name).join(', ')
  try {
    writeFileSync(resolve(cwd(), file), htmlPage({ title, streams }))
  } catch (error) {
    throw writingFailure(file, error)
  }
  stdout.write(`Wrote ${file}.\n`)
}
