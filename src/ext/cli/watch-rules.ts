import { unwatchFile, watchFile } from 'node:fs'
import type { OpenAIServer } from './openai-server.js'
import { CommandError } from './command.js'
import { loadRules, readRulesFile, type RulesSource } from './rules-source.js'
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
  const reload = () => {
    try {
      const changed = readRulesFile(name, terminal)
      if (changed.text === text) return
      text = changed.text
      openai.setRules(loadRules(changed, terminal))
      terminal.stdout.write(`Read ${name} again: ${count(openai)}.\n`)
    } catch (error) {
      if (!(error instanceof CommandError)) throw error
      terminal.stderr.write(`${error.message}\nThe rules stay as they were.\n`)
    }
  }
  watchFile(path, { interval: INTERVAL }, reload)
  return () => unwatchFile(path, reload)
}

function count({ rules }: OpenAIServer): string {
  const number = rules.current?.rules.length ?? 0
  return number === 1 ? '1 rule' : `${number} rules`
}
