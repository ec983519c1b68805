/** Something was still to be sent by a play that sends nothing more. The `cause` is the error that broke the play. */
export class ClosedPlayError extends Error {
  override readonly name = 'ClosedPlayError'

  constructor(
    /** The action that failed, such as `emit()`. */
    readonly action: string,
    reason: string,
    cause?: unknown,
  ) {
    const because = cause instanceof Error ? ` ${cause.message}` : ''
    super(`Failed to ${action}: ${reason}.${because}`, { cause })
  }
}
