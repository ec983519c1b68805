import { relative, resolve } from 'node:path'
import type { RecordedStream } from '../show/recorded-stream.js'
import { readStream } from '../show/read-stream.js'
import { askedStreams, type AskedStream } from './asked-streams.js'
import type { Command } from './command.js'
import { countOf, LINT_FORMATS, writeLintReport, type LintReport } from './lint-report.js'
import { readArguments } from './read-arguments.js'
import { linesOfAsked, lintFile } from './linted-stream.js'
import { readFiles } from './recorded-files.js'
import { formatOf, STREAM_OPTIONS, streamOptions, type StreamOptions } from './stream-options.js'
import { written, type Terminal } from './terminal.js'

/** The command `lint`: the findings in recorded streams, or in those of a running server. */
export const lintCommand: Command = {
  help: `
Finds the places at which streams do not obey the protocol of OpenAI.

Usage: msw-openai lint [file.sse…] [options]
       msw-openai lint --url <base URL> --model <name> [options]

A file has the body of a streamed answer, as curl writes it. Without a file, the standard input is
read.

Options:
  -e, --endpoint <name>  the endpoint, such as chat.completions.create; recognized unless given
      --url <base URL>   asks a running server for texts, tool calls and usage, and lints the answers
  -m, --model <name>     the model to ask
      --api-key <key>    the key to send
      --timeout <s>      the seconds that the server has for one answer (120)
  -f, --format <format>  text, json, or github for annotations in a workflow (text)
  -h, --help             prints this help

An error breaks an official client, or makes it lose data; a warning is what OpenAI does not do, and
clients survive. Each rule is explained in node_modules/msw-openai/docs/rules.md.

A file that cannot be read, or is no stream, is reported, and the others are linted.

Exit status: 0 without errors, 1 with errors, with a file or a server that cannot be linted, or with
an answer that ends in an error of the server, 2 for wrong arguments.

Examples:
  msw-openai lint answer.sse                                    one recording
  msw-openai lint recordings/*.sse --format github              annotates the files in a workflow
  curl -N … | msw-openai lint -e responses.create               what curl receives
  msw-openai lint --url http://127.0.0.1:8080/v1 --model llama  a server on this machine
`,

  async run(args, terminal) {
    const { values, positionals } = readArguments(args, STREAM_OPTIONS)
    const format = formatOf(values.format, LINT_FORMATS)
    const report = await reportOf(streamOptions(values, positionals), terminal)
    const named = format === 'github' ? inRepository(report, terminal) : report
    const { stdout, stderr } = writeLintReport(named, format)
    await written(terminal.stdout, stdout)
    await written(terminal.stderr, stderr)
    return countOf(report, 'error') + report.problems.length > 0 ? 1 : 0
  },
}

async function reportOf(options: StreamOptions, terminal: Terminal): Promise<LintReport> {
  const { server } = options
  if (!server) {
    const { results, problems } = await readFiles({ ...options, read: lintFile }, terminal)
    return { streams: results, problems, notes: [] }
  }
  const { streams, notes, problems } = await askedStreams(server)
  // The reason for which an answer failed says more than what the answer lacks.
  const whole = streams.filter(({ name }) => !problems.some((problem) => problem.name === name))
  return {
    streams: streams.map(linesOfAsked),
    problems,
    notes: [...notes, ...whole.flatMap(missingIn)],
  }
}

/** Names files by their paths in the repository of a workflow, which may run in a folder of it. */
function inRepository(report: LintReport, { cwd, env }: Terminal): LintReport {
  const { GITHUB_WORKSPACE: root } = env
  if (root === undefined) return report
  const named = <Item extends { readonly name: string; readonly isFile: boolean }>(item: Item) =>
    item.isFile ? { ...item, name: relative(root, resolve(cwd(), item.name)) } : item
  return { ...report, streams: report.streams.map(named), problems: report.problems.map(named) }
}

/** Words the lack of what a server was asked for. That is no fault of the stream. */
function missingIn(stream: AskedStream): string[] {
  return has(stream, stream.wants) ? [] : [`${stream.name}: the answer has no ${stream.wants}.`]
}

function has(stream: RecordedStream, wanted: AskedStream['wants']): boolean {
  const { text, toolCalls, usage } = readStream(stream).answer
  if (wanted === 'text') return text !== ''
  return wanted === 'usage' ? usage !== undefined : toolCalls.length > 0
}
