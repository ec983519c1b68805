import type { Frames, Item } from '../frame.js'
import { isReady } from './is-ready.js'

/** An item is still not there, though it was waited for. */
export interface Late {
  readonly type: 'late'
}

const LATE: Late = { type: 'late' }

/**
 * Items as they come. Before one that is not there at once comes a wait for it, as
 * long as `patience` says, in milliseconds, and after a wait in vain, {@link Late}.
 */
export async function* awaited(
  items: Frames,
  patience: () => number,
): AsyncGenerator<Item | Late, void, undefined> {
  const iterator = items[Symbol.asyncIterator]()
  let isOpen = true
  try {
    for (;;) {
      const coming = iterator.next()
      while (!(await isReady(coming))) {
        yield { type: 'wait', ms: patience(), until: coming }
        if (!(await isReady(coming))) yield LATE
      }
      // What fails has closed itself.
      isOpen = false
      const { done, value } = await coming
      if (done) return
      isOpen = true
      yield value
    }
  } finally {
    if (isOpen) await iterator.return?.()
  }
}
