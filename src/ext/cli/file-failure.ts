import { dirname } from 'node:path'
import { textAt } from '../../routes/protocol/fields.js'
import { explainThrown } from '../../streaming/internal.js'
import { CommandError } from './command.js'

/** The words for the reasons for which a file cannot be used, by the codes of Node. */
type Reasons = Readonly<Record<string, (path: string) => string>>

const forAll: Reasons = {
  ENOTDIR: () => 'a part of the path is a file, not a folder. Check the path.',
  EISDIR: () => 'it is a folder. Name a file in it.',
  EACCES: refused,
  EPERM: refused,
}

const READING: Reasons = {
  ...forAll,
  ENOENT: () => 'there is no such file. Check the path.',
}

const WRITING: Reasons = {
  ...forAll,
  ENOENT: (path) => `there is no folder ${dirname(path)}. Create it, or name another path.`,
  EROFS: () => 'nothing can be written there. Name another path.',
  ENOSPC: () => 'the disk is full.',
}

function refused(path: string): string {
  return `this user has no permission. Change the permissions of ${path}, or name another path.`
}

/** Words the failure to read a file. */
export function readingFailure(path: string, error: unknown): CommandError {
  return failure('read', path, error, READING)
}

/** Words the failure to write a file. */
export function writingFailure(path: string, error: unknown): CommandError {
  return failure('write', path, error, WRITING)
}

function failure(verb: string, path: string, error: unknown, reasons: Reasons): CommandError {
  // The name is empty where a variable of the shell is not set.
  if (path === '') return new CommandError(`Failed to ${verb} a file: its name is empty.`, error)
  const reason = reasons[textAt(error, 'code')]?.(path) ?? explainThrown(error)
  return new CommandError(`Failed to ${verb} ${path}: ${reason}`, error)
}
