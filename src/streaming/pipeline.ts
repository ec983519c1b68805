import type { CheckedScript } from './checked-script.js'
import { isPromise, type MaybePromise } from './clock.js'
import { comment, isCue, type Cue } from './cue.js'
import { endsConnection, endsEvents, isFrame, withBytes, type End, type Item } from './frame.js'
import type { KeepAlive, Stage, StageOutput, StagePass } from './stages/stage.js'

/** One stage of a play, with the state of the stream in front of the stage. */
interface Section {
  readonly name: string
  readonly pass: StagePass
  /** True while the read of the last frame goes on. */
  isInRead: boolean
}

/** A keep-alive, with the index of the section of its stage. */
export interface KeepAlivePlace extends KeepAlive {
  readonly section: number
}

/** The source of a pipeline: one run of a script. */
export type ScriptRun = Pick<CheckedScript<unknown>, 'step' | 'stop' | 'encode' | 'isOpen'>

/**
 * Passes the items of a script through stages, one after the other, as the play asks for items.
 * Finds the faults that never happened.
 */
export class Pipeline {
  readonly #script: ScriptRun
  readonly #sections: readonly Section[]
  readonly #keepAlives: readonly KeepAlivePlace[]
  /** The items that have passed every stage. The first {@link Pipeline.#taken} of them are gone. */
  #ready: Item[] = []
  /** The number of items of {@link Pipeline.#ready} that the play has taken. */
  #taken = 0
  #isBegun = false
  #isAbandoned = false
  /** The index of the section that ended the stream, -1 for the script; undefined while the stream goes on. */
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

  /** True while the script may have to be stopped. */
  get isOpen(): boolean {
    return this.#script.isOpen
  }

  /** The keep-alives that the play has to perform: those behind the section that ended the stream. */
  get keepAlives(): readonly KeepAlivePlace[] {
    const ended = this.#endedBy ?? -1
    return this.#keepAlives.filter(({ section }) => section > ended)
  }

  /**
   * Takes the next item that has passed every stage: a promise where the script has to be waited
   * for, undefined once nothing more comes. Never throws or rejects.
   */
  take(): Item | Promise<void> | undefined {
    if (!this.#isBegun) this.#begin()
    for (;;) {
      const ready = this.#takeReady()
      if (ready || this.isOver) return ready

      const item = this.#script.step()
      if (isPromise(item)) return item.then((late) => this.#receive(late))
      // Most streams have no stages, and most items are frames.
      if (this.#sections.length === 0 && isFrame(item) && !this.#isAbandoned) return item
      this.#receive(item)
    }
  }

  #takeReady(): Item | undefined {
    // Not `shift()`, which moves the rest of the array: a stage may make many items of one.
    const item = this.#ready[this.#taken]
    if (!item) return undefined
    if (++this.#taken === this.#ready.length) this.#setReady([])
    return item
  }

  /** Makes the comment of a keep-alive, and passes the comment through the stages behind. */
  commentOf({ section, text }: KeepAlivePlace): readonly Item[] {
    const waiting = this.#ready.slice(this.#taken)
    this.#setReady([])
    this.#pass(this.#script.encode(comment(text)), section + 1)
    const passed = this.#ready
    this.#setReady(waiting)
    return passed
  }

  /** Ends the stream of a client that is gone: no stage takes another item, and no fault counts as missed. */
  abandon(): void {
    this.#isAbandoned = true
    this.#endedBy ??= -1
  }

  /**
   * Stops the script.
   *
   * @throws {BrokenScriptError} When the script's `finally` throws.
   */
  stop(): MaybePromise<void> {
    return this.#script.stop()
  }

  /** Lists the faults that never happened because a later stage ended the stream. */
  missedFaults(): readonly RangeError[] {
    if (this.#isAbandoned) return []
    const earlier = this.#sections.slice(0, Math.max(0, this.#endedBy ?? 0))
    return earlier.flatMap(({ name, pass }) => {
      const missed = pass.missed?.()
      return missed ? [missedFault(name, 'the stream was stopped', missed)] : []
    })
  }

  #setReady(items: Item[]): void {
    this.#ready = items
    this.#taken = 0
  }

  /** Passes on the items that stages put in front of the stream, those of the last stage first. */
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

  /** Keeps a failure of the script, which has to be reported, after the client is gone; drops anything else. */
  #receiveLate(item: Item | End): void {
    if (item.type === 'broken') this.#ready.push(item)
  }

  /** Ends the stream because the script has ended: each stage gives the items that it has kept. */
  #finish(): void {
    for (const [index, section] of this.#sections.entries()) {
      try {
        for (const kept of section.pass.rest?.() ?? []) this.#passOutput(kept, index)
        if (this.#endedBy !== undefined) return
        this.#check(index)
      } catch (error) {
        return this.#pass({ type: 'broken', error }, index + 1)
      }
    }
    this.#endedBy ??= -1
  }

  /** Passes an item of the section before `first` through the sections from `first` on. */
  #pass(item: Item, first: number): void {
    if (this.#endedBy !== undefined && this.#endedBy >= first - 1 && first > 0) return
    if (endsConnection(item)) this.#endedBy = Math.max(this.#endedBy ?? -1, first - 1)

    for (let index = first; index < this.#sections.length; index++) {
      if (!this.#passOne(item, index)) return
    }
    this.#ready.push(item)
  }

  /** Passes an item through one section. False where the section gave something else for the item. */
  #passOne(item: Item, index: number): boolean {
    // The index is that of a section.
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

  /** Passes on the output of a section for an item. A cue inside a read becomes a part of the read. */
  #passOutputs(output: StageOutput, index: number, item: Item, isInRead: boolean): false {
    const outputs = isList(output) ? output : [output]
    let isOpen = isInRead
    for (const [position, one] of outputs.entries()) {
      if (one === item) this.#check(index, item)
      // The last output ends a read where the item would have ended the read.
      if (position === outputs.length - 1 && isFrame(item)) isOpen = item.joined ?? false
      const passed = this.#passOutput(one, index, isOpen)
      if (isFrame(passed)) isOpen = passed.joined ?? false
    }
    return false
  }

  /** Passes on one output of a section: a cue is encoded first. */
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
    // The index is that of a section.
    const { name } = this.#sections[index] as Section
    throw new TypeError(
      `Failed to apply ${name}: it gave ${String(output)}, which is no frame and no cue.`,
    )
  }

  /**
   * Checks at the end of the stream that the fault of a section has happened.
   *
   * @throws {RangeError} When the fault has not happened.
   */
  #check(index: number, end?: Item): void {
    if (end && !this.#isEndAt(index, end)) return
    // The index is that of a section.
    const { name, pass } = this.#sections[index] as Section
    const missed = pass.missed?.(end)
    if (missed) throw missedFault(name, describeEnd(end), missed)
  }

  /** Recognizes the end of the stream at a section. A stall behind a keep-alive is no end: comments follow. */
  #isEndAt(index: number, item: Item): boolean {
    if (item.type !== 'stall') return endsEvents(item)
    return !this.keepAlives.some(({ section }) => section < index)
  }
}

function isList(output: StageOutput): output is ReadonlyArray<Item | Cue> {
  return Array.isArray(output)
}

/** Recognizes an item that is no cue. A stage in plain JavaScript may give anything. */
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
