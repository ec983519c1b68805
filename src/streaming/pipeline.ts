import type { CheckedScript } from './checked-script.js'
import { isPromise } from './clock.js'
import { comment, isCue, type Cue } from './cue.js'
import { endsConnection, endsEvents, isFrame, withBytes, type End, type Item } from './frame.js'
import type { KeepAlive, Stage, StageOutput, StagePass } from './stages/stage.js'

/** A stage at work, and the state of the stream before it. */
interface Section {
  readonly name: string
  readonly pass: StagePass
  /** True where the read of the frame before goes on. */
  isInRead: boolean
}

/** A comment that is due after some silence, and the place of its stage. */
export interface KeepAlivePlace extends KeepAlive {
  readonly section: number
}

/** The source of a pipeline: one run of a script. */
export type ScriptRun = Pick<CheckedScript<unknown>, 'step' | 'stop' | 'encode'>

/**
 * Passes the items of a script through stages, one after the other, as the play asks for them. All
 * faults that never happened are found here.
 */
export class Pipeline {
  readonly #script: ScriptRun
  readonly #sections: readonly Section[]
  readonly #keepAlives: readonly KeepAlivePlace[]
  /** Items that have passed every stage, from {@link Pipeline.#taken} on. */
  #ready: Item[] = []
  /** The number of items in front of {@link Pipeline.#ready} that the play has taken. */
  #taken = 0
  #isBegun = false
  #isAbandoned = false
  /** The section that ended the stream, -1 for the script itself; undefined while the stream goes on. */
  #endedBy: number | undefined

  constructor(script: ScriptRun, stages: readonly Stage[]) {
    this.#script = script
    this.#sections = stages.map((stage) => ({
      name: stage.name,
      pass: stage.begin(),
      isInRead: false,
    }))
    this.#keepAlives = stages.flatMap(({ keepAlive }, section) =>
      keepAlive ? [{ ...keepAlive, section }] : [],
    )
  }

  /** True once no more items come from the script. */
  get isOver(): boolean {
    return this.#endedBy !== undefined
  }

  /** The comments that the play has to send during silence: those behind the end of the stream. */
  get keepAlives(): readonly KeepAlivePlace[] {
    const ended = this.#endedBy ?? -1
    return this.#keepAlives.filter(({ section }) => section > ended)
  }

  /** Takes the next item that has passed every stage, where there is one. */
  take(): Item | undefined {
    // Not `shift()`, which moves the rest of a long array: a stage may make any number of items of one.
    const item = this.#ready[this.#taken]
    if (!item) return undefined
    if (++this.#taken === this.#ready.length) {
      this.#ready.length = 0
      this.#taken = 0
    }
    return item
  }

  /** Asks the script for its next item. A promise where the script waits. Never rejects. */
  pull(): Promise<void> | undefined {
    if (!this.#isBegun) this.#begin()
    if (this.isOver) return undefined

    const item = this.#script.step()
    if (isPromise(item)) return item.then((late) => this.#receive(late))
    return void this.#receive(item)
  }

  /** Passes a comment through the stages behind that of a keep-alive. */
  commentOf({ section, text }: KeepAlivePlace): readonly Item[] {
    const waiting = this.#ready.slice(this.#taken)
    this.#setReady([])
    this.#pass(this.#script.encode(comment(text)), section + 1)
    const passed = this.#ready
    this.#setReady(waiting)
    return passed
  }

  /** Ends the stream of a client that has left: its faults cannot happen, and no stage takes another item. */
  abandon(): void {
    this.#isAbandoned = true
    this.#endedBy ??= -1
  }

  /**
   * Stops the script.
   *
   * @throws {BrokenScriptError} When its `finally` throws.
   */
  stop(): Promise<void> {
    return this.#script.stop()
  }

  /** Lists the faults that never happened because a later stage ended the stream. */
  missedFaults(): readonly RangeError[] {
    if (this.#isAbandoned) return []
    const before = this.#sections.slice(0, Math.max(0, this.#endedBy ?? 0))
    return before.flatMap(({ name, pass }) => {
      const missed = pass.missed?.()
      return missed ? [missedFault(name, 'the stream was stopped', missed)] : []
    })
  }

  #setReady(items: Item[]): void {
    this.#ready = items
    this.#taken = 0
  }

  /** Passes on the items that stages give before everything else, those of the last stage first. */
  #begin(): void {
    this.#isBegun = true
    for (const [index, { pass }] of [...this.#sections.entries()].toReversed()) {
      for (const first of pass.first?.() ?? []) this.#passOutput(first, index)
    }
  }

  #receive(item: Item | End): void {
    if (this.#isAbandoned) return this.#receiveLate(item)
    if (item.type === 'end') return this.#finish()
    this.#pass(this.#sections.length > 0 ? withBytes(item) : item, 0)
  }

  /** Keeps nothing but a failure of the script, which has to be reported, for a client that has left. */
  #receiveLate(item: Item | End): void {
    if (item.type === 'broken') this.#ready.push(item)
  }

  /** Ends the stream as the script has ended: each stage gives the items that it still holds. */
  #finish(): void {
    for (const [index, section] of this.#sections.entries()) {
      try {
        for (const held of section.pass.rest?.() ?? []) this.#passOutput(held, index)
        if (this.#endedBy !== undefined) return
        this.#check(index)
      } catch (error) {
        return this.#pass({ type: 'broken', error }, index + 1)
      }
    }
    this.#endedBy ??= -1
  }

  /** Passes an item, given by the section before `first`, through the sections from `first` on. */
  #pass(item: Item, first: number): void {
    if (this.#endedBy !== undefined && this.#endedBy >= first - 1 && first > 0) return
    if (endsConnection(item)) this.#endedBy = Math.max(this.#endedBy ?? -1, first - 1)

    for (let index = first; index < this.#sections.length; index++) {
      if (!this.#passOne(item, index)) return
    }
    this.#ready.push(item)
  }

  /** Passes an item through one section. False where the section has made something else of it. */
  #passOne(item: Item, index: number): boolean {
    // The index is one of a section.
    const section = this.#sections[index] as Section
    const { isInRead } = section
    try {
      const output = section.pass.take(item, isInRead)
      if (isFrame(item)) section.isInRead = item.joined ?? false
      if (output !== item) return this.#passOutputs(output, index, item, isInRead)

      this.#check(index, item)
      return true
    } catch (error) {
      this.#pass({ type: 'broken', error }, index + 1)
      return false
    }
  }

  /** Passes on what a section has made of an item. Cues become parts of the read that they stand in. */
  #passOutputs(output: StageOutput, index: number, item: Item, isInRead: boolean): false {
    const outputs = isList(output) ? output : [output]
    let isOpen = isInRead
    for (const [at, one] of outputs.entries()) {
      if (one === item) this.#check(index, item)
      // The last one ends a read where the item would have done so.
      if (at === outputs.length - 1 && isFrame(item)) isOpen = item.joined ?? false
      const given = this.#passOutput(one, index, isOpen)
      if (isFrame(given)) isOpen = given.joined ?? false
    }
    return false
  }

  /** Encodes an item that a section gives, where that is a cue, and passes it on. */
  #passOutput(output: Item | Cue, index: number, isInRead = false): Item {
    const item = this.#encoded(output, index, isInRead)
    this.#pass(item, index + 1)
    return item
  }

  #encoded(output: Item | Cue, index: number, isInRead: boolean): Item {
    if (isCue(output)) {
      const item = this.#script.encode(output)
      return isInRead && isFrame(item) ? { ...item, joined: true } : item
    }
    if (isItem(output)) return output
    const { name } = this.#sections[index] as Section
    throw new TypeError(
      `Failed to apply ${name}: it gave ${String(output)}, which is no frame and no cue.`,
    )
  }

  /**
   * Makes sure that a fault has happened by the time the stream ends.
   *
   * @throws {RangeError} When it has not.
   */
  #check(index: number, end?: Item): void {
    if (end && !this.#isEndAt(index, end)) return
    const { name, pass } = this.#sections[index] as Section
    const missed = pass.missed?.(end)
    if (missed) throw missedFault(name, describeEnd(end), missed)
  }

  /** Recognizes the end of the stream at a section. Behind a keep-alive, a stall is none: comments follow. */
  #isEndAt(index: number, item: Item): boolean {
    if (item.type !== 'stall') return endsEvents(item)
    return !this.keepAlives.some(({ section }) => section < index)
  }
}

function isList(output: StageOutput): output is ReadonlyArray<Item | Cue> {
  return Array.isArray(output)
}

/** Recognizes an item that is no cue. Plain JavaScript may give anything. */
function isItem(output: unknown): output is Item {
  return (
    typeof output === 'object' &&
    output !== null &&
    ('bytes' in output || ('type' in output && output.type === 'broken'))
  )
}

function missedFault(name: string, end: string, missed: string): RangeError {
  return new RangeError(`Failed to apply ${name}: ${end} ${missed}.`)
}

function describeEnd(end: Item | undefined): string {
  if (end?.type === 'cut') return 'the connection was cut'
  return end?.type === 'stall' ? 'the stream stalled' : 'the script ended'
}
