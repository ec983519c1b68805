import type { CallOutcome, Cue, Stage } from 'msw-openai'
import type { ClientName } from './clients/index.js'

/** How a stream ends for its reader: `endings` says what each of them means. */
export type Ending = 'end' | 'cut' | 'refused' | 'silence' | 'APIError' | 'SyntaxError'

/** What a reader gets, in words, and how that ends: `① ② cut`. */
export type Sight = `${string} ${Ending}` | Ending

/** What the clients see: the SDKs, and those who read the wire. Some see it otherwise. */
type Sights = { readonly sdk: Sight; readonly wire: Sight } & {
  readonly [name in ClientName]?: Sight
}

/** One cue, or one stage, and what comes of it. */
export interface Fault {
  /** As it is written. */
  readonly code: string
  /** What it does, in a few words. */
  readonly does: string
  readonly endpoint?: 'responses'
  /** What the script does after its second event. */
  readonly aside?: () => Iterable<Cue>
  readonly through?: readonly Stage[]
  /** `call.sent` and `call.outcome`, where the client does not leave. */
  readonly call: readonly [sent: number, outcome: CallOutcome]
  readonly sees: Sights
  /** How many reads the wire is in. Each word has one of its own unless given. */
  readonly reads?: number
  /** Whether the headers come before there is anything to read. */
  readonly late?: boolean
}

/** Faults of one kind. */
export interface Group {
  readonly title: string
  readonly faults: readonly Fault[]
}
