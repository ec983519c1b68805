import type { Cue, PauseCue } from '../cue.js'
import type { Item } from '../frame.js'

const brand = Symbol.for('msw-openai.stage')

/** The connection fails before there is a response. */
export interface Refusal {
  readonly type: 'refuse'
}

/** Comments that the play sends while nothing else is sent. */
export interface KeepAlive {
  /** Milliseconds of silence before a comment. */
  readonly ms: number
  readonly text: string
}

/** The items that a stage makes of one item. Comments, raw bytes and unchecked events are encoded behind the stage. */
export type StageOutput = Item | Cue | ReadonlyArray<Item | Cue>

/** A stage at work on the items of one play. */
export interface StagePass {
  /**
   * Gives what becomes of an item: the item itself, another one, several, or none (`[]`). After a
   * cut, a stall or a failure nothing more is taken.
   *
   * @param isInRead True where the item goes on with a read that began with a frame before it.
   */
  take(item: Item, isInRead: boolean): StageOutput
  /** Gives the items that come before everything else; none unless given. After a cut the script never starts. */
  first?(): ReadonlyArray<Item | Cue>
  /** Gives the items that the stage still holds once the script is over; none unless given. */
  rest?(): ReadonlyArray<Item | Cue>
  /**
   * Says that the fault has not happened, and how far the stream has come: `after 3 event(s)`.
   * Undefined where it has happened. The call is broken otherwise.
   *
   * @param end The item that ends the stream; undefined where the script is over, or was stopped.
   */
  missed?(end?: Item): string | undefined
}

/** Something that the network does to a stream: a pure, synchronous pass over the items of one play. */
export interface Stage {
  // Registered, so that the ESM and the CommonJS build recognize each other's stages.
  readonly [brand]: true
  /** The call that made the stage, for messages: `cutAfter(3)`. */
  readonly name: string
  /** Begins a pass over one play. */
  begin(): StagePass
  /** Something that happens before the response has a status and headers. A route performs it. */
  readonly beforeHeaders?: PauseCue | Refusal
  /** Comments that the play sends during silence, at the place of this stage. */
  readonly keepAlive?: KeepAlive
}

/** The parts of a stage that happen outside of its pass. */
export type StageEffects = Pick<Stage, 'beforeHeaders' | 'keepAlive'>

/**
 * Makes a stage of your own.
 *
 * @param name The call that makes it, for messages.
 * @param begin Begins a pass over one play, with a state of its own.
 *
 * @example
 * const upperCase = () =>
 *   stage('upperCase()', () => ({
 *     take: (item) => (isFrame(item) ? { ...item, bytes: toUpperCase(item.bytes) } : item),
 *   }))
 */
export function stage(name: string, begin: () => StagePass, effects: StageEffects = {}): Stage {
  return { [brand]: true, name, begin, ...effects }
}

/** Recognizes a stage, of this copy of the package or another. */
export function isStage(value: unknown): value is Stage {
  return typeof value === 'object' && value !== null && brand in value
}

/**
 * Checks stages that plain JavaScript may have given.
 *
 * @param failure The first words of the error.
 * @throws {TypeError} When one is no stage, such as a function that has not been called.
 */
export function checkStages(stages: readonly unknown[], failure: string): void {
  for (const given of stages) {
    if (isStage(given)) continue
    const received = typeof given === 'function' ? `${given.name}, which has to be called` : given
    throw new TypeError(`${failure}: expected a stage, received ${String(received)}.`)
  }
}

/** Begins a pass that changes nothing. */
export function passOn(): StagePass {
  return { take: (item) => item }
}
