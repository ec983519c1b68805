import type { CallOutcome } from './call.js'

/** Something was still to be sent by a play that is over. */
export class ClosedPlayError extends Error {
  override readonly name = 'ClosedPlayError'

  constructor(
    /** What could not be done, such as `emit()`. */
    readonly action: string,
    /** How the play had ended. */
    readonly outcome: CallOutcome,
  ) {
    super(`Failed to ${action}: the call is over, it was ${outcome}.`)
  }
}
