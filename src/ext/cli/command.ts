import type { Terminal } from './terminal.js'

/** One command of `msw-openai`. */
export interface Command {
  /** The help, which teaches by examples. */
  readonly help: string
  /**
   * Runs the command, and gives its exit status.
   *
   * @throws {CommandError} When the command cannot do its task.
   */
  run(args: readonly string[], terminal: Terminal): Promise<number>
}

/** A failure that the user can correct: printed as it is, without a stack. */
export class CommandError extends Error {
  override readonly name: string = 'CommandError'
  /** The exit status. */
  readonly status: number = 1

  /** @param cause The error that is behind the failure; undefined where there is none. */
  constructor(message: string, cause?: unknown) {
    super(message, { cause })
  }
}

/** Arguments that no command takes. */
export class UsageError extends CommandError {
  override readonly name = 'UsageError'
  override readonly status = 2
}
