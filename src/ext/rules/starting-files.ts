import { basename } from 'node:path'
import type { RulesFile } from './rule.js'
import type { GivenRules } from './rules-schema.js'

/** Makes the files to begin with, with their contents. */
export function startingFiles(
  given: NonNullable<GivenRules['files']>,
  contents: ReadonlyMap<string, Uint8Array>,
): RulesFile['files'] {
  return given.map(({ id, purpose, content, path = '', filename = basename(path) }) => ({
    id,
    filename,
    purpose,
    content: content ?? contents.get(path) ?? '',
  }))
}
