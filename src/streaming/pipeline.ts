import type { CheckedScript } from './checked-script.js'
import { isPromise } from './clock.js'
import { comment, type Cue } from './cue.js'
import { endsConnection, isFrame, type End, type Item } from './frame.js'
import type { KeepAlive, Stage, StagePass } from './stages/stage.js'

/** A stage at work, and what the pipeline knows about its place in the stream. */
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
  /** Items that have passed every stage. */
  readonly #ready: Item[] = []
  #isBegun = false
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
    return this.#ready.shift()
  }

  /** Asks the script for its next item. A promise where the script waits. Never throws or rejects. */
  pull(): Promise<void> | undefined {
    if (!this.#isBegun) this.#begin()
    if (this.isOver) return undefined

    const item = this.#script.step()
    if (isPromise(item)) return item.then((late) => this.#receive(late))
    return void this.#receive(item)
  }

  /** Passes a comment through the stages behind that of a keep-alive. */
  commentOf({ section, text }: KeepAlivePlace): Item[] {
    const waiting = this.#ready.splice(0)
    this.#pass(this.#encoded(comment(text)), section + 1)
    return this.#ready.splice(0, Infinity, ...waiting)
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
  missedFaults(): RangeError[] {
    return this.#sections.slice(0, Math.max(0, this.#endedBy ?? 0)).flatMap(({ name, pass }) => {
      const missed = pass.missed?.()
      return missed ? [new RangeError(`Failed to apply ${name}: the stream was stopped ${missed}.`)] : []
    })
  }

  /** Gives each stage its say before the first item, the last stage first. */
  #begin(): void {
    this.#isBegun = true
    for (const [index, { pass }] of [...this.#sections.entries()].toReversed()) {
      for (const first of pass.first?.() ?? []) this.#pass(this.#encoded(first), index + 1)
    }
  }

  #receive(item: Item | End): void {
    if (item.type === 'end') return this.#finish()
    this.#pass(item, 0)
  }

  /** Ends the stream as the script has ended: each stage gives what it has left. */
  #finish(): void {
    for (const [index, { pass }] of this.#sections.entries()) {
      try {
        for (const left of pass.rest?.() ?? []) this.#pass(this.#encoded(left), index + 1)
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
    try {
      const output = section.pass.take(item, section.isInRead)
      if (isFrame(item)) section.isInRead = item.joined ?? false
      if (output === item) {
        this.#check(index, item)
        return true
      }
      for (const one of Array.isArray(output) ? output : [output]) {
        if (one === item) this.#check(index, item)
        this.#pass(this.#encoded(one), index + 1)
      }
    } catch (error) {
      this.#pass({ type: 'broken', error }, index + 1)
    }
    return false
  }

  /**
   * Makes sure that a fault has happened by the time the stream ends.
   *
   * @throws {RangeError} When it has not.
   */
  #check(index: number, end?: Item): void {
    if (end && !isEnd(end)) return
    const { name, pass } = this.#sections[index] as Section
    const missed = pass.missed?.(end)
    if (missed) throw new RangeError(`Failed to apply ${name}: ${describeEnd(end)} ${missed}.`)
  }

  #encoded(output: Item | Cue): Item {
    const { type } = output
    return type === 'comment' || type === 'raw' || type === 'unchecked'
      ? this.#script.encode(output)
      : output
  }
}

/** Recognizes an item after which no event follows. */
export function isEnd({ type }: Item): boolean {
  return type === 'terminator' || type === 'error' || type === 'cut' || type === 'stall'
}

function describeEnd(end: Item | undefined): string {
  if (end?.type === 'cut') return 'the connection was cut'
  return end?.type === 'stall' ? 'the stream stalled' : 'the script ended'
}
