import { RulesError, printFault } from '../rules/rules-error.js'
import { CommandError, UsageError, type Command } from './command.js'
import { readArguments } from './read-arguments.js'
import { loadRules, readRulesSource } from './rules-source.js'
import { countOf } from './start-lines.js'
import type { Terminal } from './terminal.js'

/** The command `check`: reads rules files, and prints their faults. */
export const checkCommand: Command = {
  help: `
Checks rules files, and prints every fault with its line and column.

Usage: msw-openai check <rules.yaml>...

Options:
  -h, --help   prints this help

The exit status is 1 where a file has a fault. A warning is no fault.

Examples:
  msw-openai check rules.yaml
  msw-openai check mocks/*.yaml
  cat rules.yaml | msw-openai check -
`,

  async run(args, terminal) {
    const { positionals: files } = readArguments(args, {})
    if (files.length === 0)
      throw new UsageError('Expected a rules file: msw-openai check rules.yaml')

    let status = 0
    // One after the other, so that the lines of a file stay together.
    for (const file of files) status = Math.max(status, await check(file, terminal))
    return status
  },
}

async function check(file: string, terminal: Terminal): Promise<number> {
  const { stdout, stderr } = terminal
  try {
    const source = await readRulesSource(file, terminal)
    if (!source) return 0
    const rules = await loadRules(source, terminal)
    for (const warning of rules.warnings) {
      stdout.write(`${printFault(warning, source.name)} (warning)\n`)
    }
    stdout.write(`${source.name}: ${countOf(rules)}, no fault\n`)
    return 0
  } catch (error) {
    if (!(error instanceof CommandError)) throw error
    stderr.write(`${linesOf(error)}\n`)
    return error.status
  }
}

/** Gives a line for each fault of a file, or the message of any other failure. */
function linesOf({ message, cause }: CommandError): string {
  if (!(cause instanceof RulesError)) return message
  return cause.faults.map((fault) => printFault(fault, cause.file)).join('\n')
}
