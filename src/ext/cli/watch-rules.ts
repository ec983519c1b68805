import { unwatchFile, watchFile } from 'node:fs'
import type { OpenAIServer } from './openai-server.js'
import { CommandError } from './command.js'
import { loadRules, readRulesFile, type RulesSource } from './rules-source.js'
import { countOf } from './start-lines.js'
import type { Terminal } from './terminal.js'

/** The milliseconds between two looks at the file. */
const INTERVAL = 200

/**
 * Reads a rules file again whenever it changes. A broken file is reported, and the rules stay.
 * The file is looked at, and not subscribed to: this works for editors that replace the file, and
 * for the folders of containers.
 *
 * @returns A function that stops.
 */
export function watchRules(
  source: RulesSource,
  openai: OpenAIServer,
  terminal: Terminal,
): () => void {
  const { path, name } = source
  if (path === undefined) return () => undefined

  let { text } = source
  const reload = async () => {
    try {
      const changed = readRulesFile(name, terminal)
      // A program that writes in place empties the file first: the next look finds the rest.
      if (changed.text === text || changed.text.trim() === '') return
      text = changed.text
      const rules = await loadRules(changed, terminal)
      openai.renewRules(rules)
      terminal.stdout.write(`Read ${name} again: ${countOf(rules)}.\n`)
    } catch (error) {
      if (!(error instanceof CommandError)) throw error
      terminal.stderr.write(`${error.message}\nThe rules stay as they were.\n`)
    }
  }
  const listener = () => void reload()
  watchFile(path, { interval: INTERVAL }, listener)
  // The first look of `watchFile` reports no change between the start and itself.
  const first = setTimeout(listener, INTERVAL)
  return () => {
    clearTimeout(first)
    unwatchFile(path, listener)
  }
}
