import { once } from 'node:events'
import { fstatSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import type { Terminal } from './terminal.js'

/** The milliseconds in which a pipe that nobody asked for gives its first byte. */
const PATIENCE = 300

/** Reads the standard input to its end. */
export function readInput({ stdin }: Terminal): Promise<string> {
  return text(stdin)
}

/**
 * Reads the standard input where a user has put a file or a pipe there; undefined where it is
 * anything else, or has no content. A pipe that stays open and empty, as in CI, is not waited for.
 */
export async function readInputIfGiven(terminal: Terminal): Promise<string | undefined> {
  const kind = kindOf(terminal.stdin.fd)
  if (kind === 'other') return undefined
  if (kind === 'pipe' && !(await hasBegun(terminal))) return undefined

  const content = await readInput(terminal)
  return content.trim() === '' ? undefined : content
}

function kindOf(fd: number | undefined): 'file' | 'pipe' | 'other' {
  if (fd === undefined) return 'other'
  try {
    const stats = fstatSync(fd)
    if (stats.isFile()) return 'file'
    return stats.isFIFO() ? 'pipe' : 'other'
  } catch {
    // The standard input is closed.
    return 'other'
  }
}

/** Waits for the first byte of a pipe, or for its end. */
async function hasBegun({ stdin }: Terminal): Promise<boolean> {
  try {
    await once(stdin, 'readable', { signal: AbortSignal.timeout(PATIENCE) })
    return true
  } catch {
    // The time is over, or the pipe cannot be read.
    stdin.pause()
    return false
  }
}
