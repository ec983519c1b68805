import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { printFault, RulesError } from '../rules/rules-error.js'
import type { Rules } from '../rules/rules-of-file.js'
import { CommandError } from './command.js'
import { readingFailure } from './file-failure.js'
import { readInput, readInputIfGiven } from './read-input.js'
import type { Terminal } from './terminal.js'

/** The text of a rules file, and the place that it comes from. */
export interface RulesSource {
  /** The name of the file, for messages. */
  readonly name: string
  /** The path of the file; undefined for the standard input. */
  readonly path: string | undefined
  readonly text: string
}

/**
 * Reads the rules file that the user has named, or else the standard input where there is something
 * in it.
 *
 * @param file The name of the file; `-` for the standard input.
 * @throws {CommandError} When the file cannot be read.
 */
export async function readRulesSource(
  file: string | undefined,
  terminal: Terminal,
): Promise<RulesSource | undefined> {
  if (file !== undefined && file !== '-') return readRulesFile(file, terminal)

  const isAskedFor = file === '-'
  const text = await (isAskedFor ? readInput(terminal) : readInputIfGiven(terminal))
  return text === undefined ? undefined : { name: 'stdin', path: undefined, text }
}

/** @throws {CommandError} When the file cannot be read. */
export function readRulesFile(file: string, terminal: Pick<Terminal, 'cwd'>): RulesSource {
  const path = resolve(terminal.cwd(), file)
  try {
    return { name: file, path, text: readFileSync(path, 'utf8') }
  } catch (error) {
    throw readingFailure(file, error)
  }
}

/**
 * Parses the text of a rules file. A path in it is relative to the file, and in any other text to the
 * folder in which the command runs.
 *
 * @throws {CommandError} When the text is broken; the message has all faults, and the `cause` too.
 */
export async function loadRules(
  { name, path, text }: RulesSource,
  terminal: Terminal,
): Promise<Rules> {
  // A server without rules starts without the reader.
  const { parseRules } = await import('../rules/parse-rules.js')
  const directory = path === undefined ? terminal.cwd() : dirname(path)
  try {
    return parseRules(text, { file: name, directory, env: terminal.env })
  } catch (error) {
    if (error instanceof RulesError) throw new CommandError(error.message, error)
    throw error
  }
}

/**
 * Loads the rules of a server, and prints their warnings.
 *
 * @throws {CommandError} When the text is broken.
 */
export async function loadServedRules(source: RulesSource, terminal: Terminal): Promise<Rules> {
  const rules = await loadRules(source, terminal)
  for (const warning of rules.warnings) {
    terminal.stderr.write(`warning: ${printFault(warning, source.name)}\n`)
  }
  return rules
}
