import { isFrame, type Frames, type Item, type Spell } from '../frame.js'
import { spelled } from './spelled.js'
import type { Stage } from './stage.js'

/** What goes wrong in one play. */
export interface Fault {
  /** What becomes of an item. It is `within` a read that began with a frame before it. */
  take(item: Item, within: boolean): readonly Item[]
  /** What is still to come when the script is over. */
  rest?(): readonly Item[]
  /** How the script ends too soon, at `end`, where it has not happened: `after 3 event(s)`. */
  missed(end?: Item): string | undefined
}

/** What was thrown because a later stage ended the stream before a fault. */
const preempted = new WeakSet<object>()

/**
 * A stage that makes something go wrong, and says so where that never happens: at the
 * latest possible moment, but before the client has the end of the stream.
 */
export function fault(call: string, begin: (spell: Spell) => Fault): Stage {
  return async function* (items, spell) {
    const happening = begin(spell)
    let isStopped = true
    try {
      for await (const item of happen(call, happening, items, spell)) {
        isStopped = !isLast(item)
        yield item
      }
      isStopped = false
    } catch (error) {
      isStopped = false
      throw error
    } finally {
      if (isStopped) checkStopped(call, happening)
    }
  }
}

/** Whether an error says that a fault never happened because the stream was stopped before it. */
export function isPreempted(error: unknown): boolean {
  return typeof error === 'object' && error !== null && preempted.has(error)
}

async function* happen(
  call: string,
  happening: Fault,
  items: Frames,
  spell: Spell,
): AsyncGenerator<Item, void, undefined> {
  let within = false
  for await (const given of items) {
    const item = spelled(given, spell)
    for (const result of happening.take(item, within)) {
      if (result === item && isEnd(item)) check(call, happening, item)
      yield result
      if (isLast(result)) return
    }
    if (isFrame(item)) within = item.joined ?? false
  }
  yield* happening.rest?.() ?? []
  check(call, happening)
}

function checkStopped(call: string, happening: Fault): void {
  const missed = happening.missed()
  if (!missed) return

  const error = new RangeError(`Failed to apply ${call}: the stream was stopped ${missed}.`)
  preempted.add(error)
  throw error
}

/** Whether no event follows. */
export function isEnd({ type }: Item): boolean {
  return type === 'terminator' || type === 'error' || type === 'cut' || type === 'stall'
}

/** Whether nothing follows that a client could get. */
function isLast({ type }: Item): boolean {
  return type === 'broken' || type === 'cut' || type === 'stall'
}

function check(call: string, happening: Fault, end?: Item): void {
  const missed = happening.missed(end)
  if (missed) throw new RangeError(`Failed to apply ${call}: ${whatEnded(end)} ${missed}.`)
}

function whatEnded(end: Item | undefined): string {
  if (end?.type === 'cut') return 'the connection was cut'
  return end?.type === 'stall' ? 'the stream stalled' : 'the script ended'
}
