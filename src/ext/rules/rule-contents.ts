import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { listAt, valueAt } from '../../routes/protocol/fields.js'
import type { Environment } from './environment.js'
import type { ValueFault } from './explain-fault.js'
import { readYaml } from './yaml-document.js'

/** The contents of the files that a rules file names, and the faults of those that cannot be read. */
export interface RuleContents {
  /** The contents, by the paths that the rules file has. */
  readonly contents: ReadonlyMap<string, Uint8Array>
  readonly faults: readonly ValueFault[]
}

/**
 * Reads the files that a rules file names: recorded streams, and files to begin with.
 *
 * @param directory The directory of the rules file. Without one, no file is read.
 */
export function readContents(value: unknown, directory: string | undefined): RuleContents {
  const contents = new Map<string, Uint8Array>()
  const faults: ValueFault[] = []
  for (const [name, path] of namedFiles(value)) {
    const content = directory === undefined ? NO_DIRECTORY : readContent(resolve(directory, name))
    if (typeof content === 'string') faults.push({ path, message: content })
    else contents.set(name, content)
  }
  return { contents, faults }
}

const NO_DIRECTORY =
  'only rules in a file on disk can name another file. Put the content itself here.'

/** Gives the content of a file, or the reason why there is none. */
function readContent(path: string): Uint8Array | string {
  try {
    return readFileSync(path)
  } catch (error) {
    if (valueAt(error, 'code') === 'ENOENT') return `there is no file ${path}.`
    return `cannot read ${path}: ${error instanceof Error ? error.message : String(error)}.`
  }
}

/**
 * Lists the paths of the files on disk that the text of a rules file names. None where the text is
 * no YAML.
 *
 * @param directory The directory of the rules file.
 */
export function pathsInRules(text: string, directory: string, env: Environment): string[] {
  const { value, faults } = readYaml(text, env)
  return faults.length > 0 ? [] : namedFiles(value).map(([name]) => resolve(directory, name))
}

/** Lists the paths of files on disk, with the places where the rules file names them. */
function namedFiles(value: unknown): Array<[name: string, path: PropertyKey[]]> {
  return [
    ...listAt(value, 'responses').map((_, index) => ['responses', index, 'events'] as const),
    ...listAt(value, 'files').map((_, index) => ['files', index, 'path'] as const),
  ].flatMap((path) => {
    const name = valueAt(value, ...path)
    return typeof name === 'string' && name !== '' ? [[name, [...path]]] : []
  })
}
