import { isEventFrame, type Frame, type Item } from '../frame.js'
import { checkIndex } from './argument.js'
import { fault } from './fault.js'
import type { Stage } from './stage.js'

/** What becomes of the frame of an event. It is `within` a read that began with a frame before it. */
type Change = (frame: Frame, within: boolean) => readonly Item[]

/**
 * A stage that changes the frame of event `index`.
 *
 * @throws {RangeError} Unless `index` is zero or a positive integer.
 */
export function eventFault(name: string, index: number, change: Change): Stage {
  const call = `${name}(${index})`
  checkIndex(call, index)

  return fault(call, () => {
    let count = 0
    return {
      take(item, within) {
        return isEventFrame(item) && count++ === index ? change(item, within) : [item]
      },
      missed: () => (count > index ? undefined : `after ${count} event(s)`),
    }
  })
}
