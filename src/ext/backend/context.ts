import type { Ask } from './ask.js'
import type { Model } from './model/model.js'
import type { Numbering } from './numbering.js'
import type { FlaggedText } from './retrieval/flagged-texts.js'
import type { MemoryStore } from './store/store.js'

/** Everything that the endpoints of one backend share. */
export interface BackendContext {
  readonly store: MemoryStore
  readonly numbering: Numbering
  /** Answers in the place of a model. */
  readonly model: Model
  /** Answers a request by the routes of the backend itself, as a batch does. */
  readonly ask: Ask
  /** The texts that moderations flag. */
  readonly flagged: readonly FlaggedText[]
}
