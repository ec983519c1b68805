import { statSync, unwatchFile, watchFile } from 'node:fs'
import { dirname } from 'node:path'
import type { OpenAIServer } from './openai-server.js'
import { CommandError } from './command.js'
import { loadServedRules, readRulesFile, type RulesSource } from './rules-source.js'
import { countOf } from './start-lines.js'
import type { Terminal } from './terminal.js'

/** The milliseconds between two looks at a file. */
const INTERVAL = 200

/**
 * Reads a rules file again whenever it changes, or a file that it names. A broken file is reported, and
 * the rules stay. The files are looked at, and not subscribed to: this works for editors that replace a
 * file, and for the folders of containers.
 *
 * @returns A function that stops.
 */
export async function watchRules(
  source: RulesSource,
  openai: OpenAIServer,
  terminal: Terminal,
): Promise<() => void> {
  const { path, name } = source
  if (path === undefined) return () => undefined

  let state: string | undefined
  /** Follows the files that a text names. Returns true where the text or such a file has changed. */
  const follow = async (text: string) => {
    const paths = await pathsIn({ ...source, text }, terminal)
    files.follow([path, ...paths])
    const previous = state
    state = JSON.stringify([text, ...paths.map(versionOf)])
    return previous !== state
  }
  const reload = async () => {
    try {
      const changed = readRulesFile(name, terminal)
      // A program that writes in place empties the file first: the next look finds the rest.
      if (changed.text.trim() === '' || !(await follow(changed.text))) return
      const rules = await loadServedRules(changed, terminal)
      openai.renewRules(rules)
      terminal.stdout.write(`Read ${name} again: ${countOf(rules)}.\n`)
    } catch (error) {
      if (!(error instanceof CommandError)) throw error
      terminal.stderr.write(`${error.message}\nThe rules stay as they were.\n`)
    }
  }
  const files = new FollowedFiles(() => void reload())
  await follow(source.text)
  // The first look of `watchFile` reports no change between the start and itself.
  const first = setTimeout(() => void reload(), INTERVAL)
  return () => {
    clearTimeout(first)
    files.close()
  }
}

/** The files that are looked at. */
class FollowedFiles {
  readonly #listener: () => void
  #paths: ReadonlySet<string> = new Set()
  #isClosed = false

  constructor(listener: () => void) {
    this.#listener = listener
  }

  /** Looks at these files from now on, and at no others. */
  follow(given: readonly string[]): void {
    if (this.#isClosed) return
    const paths = new Set(given)
    for (const path of this.#paths.difference(paths)) unwatchFile(path, this.#listener)
    for (const path of paths.difference(this.#paths)) {
      watchFile(path, { interval: INTERVAL }, this.#listener)
    }
    this.#paths = paths
  }

  close(): void {
    this.follow([])
    this.#isClosed = true
  }
}

/** Lists the files that the text of a rules file names. */
async function pathsIn({ path = '', text }: RulesSource, { env }: Terminal): Promise<string[]> {
  // A server without rules starts without the reader.
  const { pathsInRules } = await import('../rules/rule-contents.js')
  // No file can have a NUL in its name, and Node refuses to look at such a path.
  return pathsInRules(text, dirname(path), env).filter((named) => !named.includes('\0'))
}

/** Gives a text that changes with a file; null where no file can be looked at. */
function versionOf(path: string): string | null {
  try {
    const { ino, mtimeMs, size } = statSync(path)
    return `${ino} ${mtimeMs} ${size}`
  } catch {
    // The reader of the rules says what is wrong with the file.
    return null
  }
}
