import { closeSync, openSync, readSync, realpathSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { CommandError, UsageError } from './command.js'
import { readingFailure } from './file-failure.js'
import type { Terminal } from './terminal.js'

/** The most bytes of a file to look at. */
const HEAD = 1024

/**
 * Refuses a page that would take the place of a recording, or of any other file that is no page.
 *
 * @param page The name of the page.
 * @param inputs The files that the command reads.
 * @throws {UsageError} When the page is one of the inputs.
 * @throws {CommandError} When there is a file of that name, which is no page.
 */
export function checkPageTarget(page: string, inputs: readonly string[], terminal: Terminal): void {
  const path = pathOf(page, terminal)
  // A name that is no file, such as /dev/stdout, has nothing to lose.
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return
  if (inputs.some((input) => pathOf(input, terminal) === path)) {
    throw new UsageError(
      `Failed to write ${page}: it is one of the recordings to show. Give --html another name, such as --html answer.html.`,
    )
  }
  if (!isPage(headOf(page, path))) {
    throw new CommandError(
      `Failed to write ${page}: there is such a file, and it is no page of HTML. ` +
        'Give --html another name, such as --html answer.html, or remove the file.',
    )
  }
}

/** Gives the path of a file, behind all links. */
function pathOf(name: string, { cwd }: Terminal): string {
  const path = resolve(cwd(), name)
  try {
    return realpathSync(path)
  } catch {
    // There is no such file: the reading or the writing says so.
    return path
  }
}

/** @throws {CommandError} When the file cannot be read. */
function headOf(name: string, path: string): string {
  try {
    const file = openSync(path, 'r')
    try {
      const head = new Uint8Array(HEAD)
      return new TextDecoder().decode(head.subarray(0, readSync(file, head)))
    } finally {
      closeSync(file)
    }
  } catch (error) {
    throw readingFailure(name, error)
  }
}

/** Recognizes the beginning of a page; also a file without content, which has nothing to lose. */
function isPage(head: string): boolean {
  return head.trim() === '' ? head.length < HEAD : /^\s*<(?:!doctype html|html)\b/i.test(head)
}
