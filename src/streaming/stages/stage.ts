import type { Cue, PauseCue } from '../cue.js'
import type { Item } from '../frame.js'

const brand = Symbol.for('msw-openai.stage')

/** The refusal of a connection, before there is a response. */
export interface Refusal {
  /** The type of the effect. */
  readonly type: 'refuse'
}

/** Comments that the play sends while nothing else is sent. */
export interface KeepAlive {
  /** The time without a frame before each comment, in milliseconds. */
  readonly ms: number
  /** The text of the comment. */
  readonly text: string
}

/** The output of a stage for one item. Cues with bytes, such as `comment()`, are encoded behind the stage. */
export type StageOutput = Item | Cue | ReadonlyArray<Item | Cue>

/** One pass of a stage over the items of one play. */
export interface StagePass {
  /**
   * Gives the output for an item: the item itself, another item, several, or none (`[]`). Not
   * called after a cut, a stall or a failure.
   *
   * @param isInRead True where the item continues a read that an earlier frame began.
   */
  take(item: Item, isInRead: boolean): StageOutput
  /** Gives the items in front of the stream; none unless given. After a cut among them, the script never starts. */
  first?(): ReadonlyArray<Item | Cue>
  /** Gives the items that the pass has kept, once the script has ended; none unless given. */
  rest?(): ReadonlyArray<Item | Cue>
  /**
   * Describes the place at which the stream ended before the fault: `after 3 event(s)`, which
   * breaks the call. Undefined where the fault has happened.
   *
   * @param end The item that ends the stream; undefined where the script has ended, or was stopped.
   */
  missed?(end?: Item): string | undefined
}

/** A pure, synchronous transformation of a stream: the delays, cuts and damage of a network. */
export interface Stage {
  /** Marks a stage. Registered, so that the ESM and the CommonJS build recognize each other's stages. */
  readonly [brand]: true
  /** The call that made the stage, for messages: `cutAfter(3)`. */
  readonly name: string
  /** Begins a pass over the items of one play. */
  begin(): StagePass
  /** A wait or a refusal before the response, which a route performs. */
  readonly beforeHeaders?: PauseCue | Refusal
  /** Comments that the play sends while nothing else is sent, in front of the stages behind this one. */
  readonly keepAlive?: KeepAlive
  /**
   * True where the stage changes no record and not their order: it adds waits or comments, moves the
   * ends of reads, or ends the stream. The route lints such a stream all the same.
   */
  readonly keepsRecords?: boolean
}

/** The parts of a stage that the route or the play performs, or knows, beside the pass. */
export type StageEffects = Pick<Stage, 'beforeHeaders' | 'keepAlive' | 'keepsRecords'>

/**
 * Makes a stage of your own.
 *
 * @param name The call that makes the stage, for messages: `upperCase()`.
 * @param begin Begins a pass over the items of one play, with a state of its own.
 * @param effects The parts of the stage that the route or the play performs or knows; none unless given.
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
 * @param failure The first words of the error message.
 * @throws {TypeError} When one is no stage, such as a function that has not been called.
 */
export function checkStages(stages: readonly unknown[], failure: string): void {
  for (const given of stages) {
    if (isStage(given)) continue
    const received = typeof given === 'function' ? `${given.name}, which has to be called` : given
    throw new TypeError(`${failure}: expected a stage, received ${String(received)}.`)
  }
}

/** The effects of a stage that adds waits, moves the ends of reads, or ends the stream. */
export const KEEPS_RECORDS: StageEffects = { keepsRecords: true }

/** Begins a pass that changes nothing. */
export function passOn(): StagePass {
  return { take: (item) => item }
}
