import type { Readable, Writable } from 'node:stream'

/** A stream of output, which may be a terminal. */
export type Output = Writable & {
  readonly isTTY?: boolean
  /** The number of columns of a terminal. */
  readonly columns?: number
  hasColors?(count: number, env: object): boolean
}

/** The surroundings of a command: the part of `process` that commands use. */
export interface Terminal {
  readonly stdin: Readable & { readonly fd?: number; readonly isTTY?: boolean }
  readonly stdout: Output
  readonly stderr: Output
  readonly env: Readonly<Record<string, string | undefined>>
  cwd(): string
  once(signal: 'SIGINT' | 'SIGTERM', listener: () => void): unknown
}

/** Recognizes a terminal that shows colours, unless its user has set `NO_COLOR`. */
export function hasColours(output: Output, env: Terminal['env']): boolean {
  return output.isTTY === true && output.hasColors?.(16, env) === true
}

/**
 * Writes a text, and waits until it has gone out: the end of a process drops what a slow reader of a
 * pipe has not taken. A reader that leaves early, such as `head`, ends the wait.
 */
export function written(output: Output, text: string): Promise<void> {
  return new Promise((resolve) => {
    output.write(text, () => resolve())
  })
}
