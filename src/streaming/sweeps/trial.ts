import type { Stage } from '../stages/stage.js'
import type { SweepCase } from './sweep-case.js'

/** A case, and how to play it. */
export interface Trial {
  readonly case: SweepCase
  readonly through: readonly Stage[]
  /** Where it interferes, for messages. */
  readonly place: () => string
}
