import manifest from '../../../package.json' with { type: 'json' }
import { nearestName } from '../../streaming/internal.js'
import { CommandError, UsageError, type Command } from './command.js'
import type { Terminal } from './terminal.js'

/** A command, which is loaded when it is run. */
interface Entry {
  readonly summary: string
  load(): Promise<Command>
}

/** The commands, by their names. */
const COMMANDS: Readonly<Record<string, Entry>> = {
  serve: {
    summary: 'Serves a whole OpenAI on this machine, by the rules of a file.',
    load: async () => (await import('./serve-command.js')).serveCommand,
  },
  check: {
    summary: 'Checks rules files, and prints every fault with its place.',
    load: async () => (await import('./check-command.js')).checkCommand,
  },
  lint: {
    summary: 'Finds the places at which streams do not obey the protocol.',
    load: async () => (await import('./lint-command.js')).lintCommand,
  },
  show: {
    summary: 'Shows streams as people read them.',
    load: async () => (await import('./show-command.js')).showCommand,
  },
}

/** Runs the command that the arguments name, and gives the exit status. Prints every failure. */
export async function runCli(args: readonly string[], terminal: Terminal): Promise<number> {
  const { stdout, stderr } = terminal
  // A reader that leaves early, such as `head`, is no failure of the command.
  for (const output of [stdout, stderr]) output.on('error', () => undefined)
  try {
    return await runNamed(args, terminal)
  } catch (error) {
    if (!(error instanceof CommandError)) throw error
    stderr.write(`${error.message}\n`)
    return error.status
  }
}

async function runNamed(args: readonly string[], terminal: Terminal): Promise<number> {
  const [first = ''] = args
  if (first === '--help' || first === '-h' || first === 'help') return print(HELP, terminal)
  if (first === '--version') return print(manifest.version, terminal)

  // The users of openai-mock-api give options alone.
  const isNamed = first !== '' && !first.startsWith('-')
  const command = await entryOf(isNamed ? first : 'serve').load()
  const rest = isNamed ? args.slice(1) : args
  return asksForHelp(rest) ? print(command.help, terminal) : command.run(rest, terminal)
}

/** @throws {UsageError} When there is no such command. */
function entryOf(name: string): Entry {
  const entry = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (entry) return entry

  const isFile = /[./\\]/.test(name)
  const nearest = isFile ? `serve ${name}` : nearestName(name, Object.keys(COMMANDS))
  const advice = nearest === undefined ? 'See msw-openai --help.' : `Did you mean "${nearest}"?`
  throw new UsageError(`Unknown command "${name}". ${advice}`)
}

function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf('--')
  const options = end === -1 ? args : args.slice(0, end)
  return options.includes('--help') || options.includes('-h')
}

function print(text: string, { stdout }: Terminal): number {
  stdout.write(`${text.trim()}\n`)
  return 0
}

const HELP = `
msw-openai ${manifest.version}: a whole OpenAI for tests.

Usage: msw-openai <command> [options]

Commands:
${Object.entries(COMMANDS)
  .map(([name, { summary }]) => `  ${name.padEnd(8)}${summary}`)
  .join('\n')}

Without a command, msw-openai serves. "msw-openai <command> --help" has the options and examples.

Examples:
  msw-openai serve                        a whole OpenAI, without any rules
  msw-openai serve rules.yaml --watch     answers by rules, read again when they change
  msw-openai lint answer.sse              finds what is wrong with a recorded stream
  msw-openai show answer.sse              shows a recorded stream as people read it
`
