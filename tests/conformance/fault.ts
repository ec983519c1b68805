import type { CallOutcome, Cue, Stage } from 'msw-openai'
import type { ClientName } from './clients/index.js'

/** The end of a stream for its reader. `endings` explains each. */
export type Ending = 'end' | 'cut' | 'refused' | 'silence' | 'APIError' | 'SyntaxError'

/** The words that a reader gets, and the ending: `① ② cut`. */
export type Sight = `${string} ${Ending}` | Ending

/** The sight of each kind of client: of the SDKs, and of those that read the wire. Some clients differ. */
type Sights = { readonly sdk: Sight; readonly wire: Sight } & {
  readonly [name in ClientName]?: Sight
}

/** One cue, or one stage, and what comes of it. */
export interface Fault {
  /** As it is written. */
  readonly code: string
  /** The effect, in a few words. */
  readonly does: string
  readonly endpoint?: 'responses'
  /** The items that the script yields after its second event. */
  readonly aside?: () => Iterable<Cue>
  readonly through?: readonly Stage[]
  /** `call.sent` and `call.outcome`, where the client does not leave. */
  readonly call: readonly [sent: number, outcome: CallOutcome]
  readonly sees: Sights
  /** The number of reads of the wire; one for each word unless given. */
  readonly reads?: number
  /** True where the headers come before the first bytes. */
  readonly late?: boolean
}

/** Faults of one kind. */
export interface Group {
  readonly title: string
  readonly faults: readonly Fault[]
}
