/** Something was still to be sent by a play that sends nothing more. `cause` says what broke it. */
export class ClosedPlayError extends Error {
  override readonly name = 'ClosedPlayError'

  constructor(
    /** What could not be done, such as `emit()`. */
    readonly action: string,
    reason: string,
    cause?: unknown,
  ) {
    const because = cause instanceof Error ? ` ${cause.message}` : ''
    super(`Failed to ${action}: ${reason}.${because}`, { cause })
  }
}
