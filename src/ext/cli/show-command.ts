import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { explainThrown } from '../../streaming/internal.js'
import { htmlPage } from '../show/html-page.js'
import { readStream } from '../show/read-stream.js'
import type { ShownStream } from '../show/shown-stream.js'
import { streamLines } from '../show/stream-lines.js'
import { askedStreams } from './asked-streams.js'
import { CommandError, type Command } from './command.js'
import { readArguments } from './read-arguments.js'
import { recordedFiles } from './recorded-files.js'
import { formatOf, STREAM_OPTIONS, streamOptions, type StreamOptions } from './stream-options.js'
import { hasColours, type Terminal } from './terminal.js'

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
      --html <file>      writes a page with a timeline instead, which needs no network
      --url <base URL>   asks a running server for texts, tool calls and usage, and shows the times, too
  -m, --model <name>     the model to ask
      --api-key <key>    the key to send
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
    const { streams, notes } = await shownStreams(streamOptions(values, positionals), terminal)
    for (const note of notes) terminal.stderr.write(`${note}\n`)
    if (values.html !== undefined) writePage(values.html, streams, terminal)
    else if (format === 'json') terminal.stdout.write(`${JSON.stringify(streams, null, 2)}\n`)
    else writeLines(streams, terminal)
    return 0
  },
}

async function shownStreams(
  { files, endpoint, server }: StreamOptions,
  terminal: Terminal,
): Promise<{ readonly streams: readonly ShownStream[]; readonly notes: readonly string[] }> {
  const { streams, notes } = server
    ? await askedStreams(server)
    : { streams: await recordedFiles(files, endpoint, terminal), notes: [] }
  return { streams: streams.map(readStream), notes }
}

function writeLines(streams: readonly ShownStream[], { stdout, env }: Terminal): void {
  const style = { columns: stdout.columns ?? COLUMNS, hasColours: hasColours(stdout, env) }
  const texts = streams.map((stream) => [...streamLines(stream, style)].join('\n'))
  stdout.write(`${texts.join('\n\n')}\n`)
}

/** @throws {CommandError} When the file cannot be written. */
function writePage(file: string, streams: readonly ShownStream[], { stdout, cwd }: Terminal): void {
  const title = streams.map(({ name }) => name).join(', ')
  try {
    writeFileSync(resolve(cwd(), file), htmlPage({ title, streams }))
  } catch (error) {
    throw new CommandError(`Failed to write ${file}: ${explainThrown(error)}`)
  }
  stdout.write(`Wrote ${file}.\n`)
}
