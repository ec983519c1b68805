import { cut } from '../cue.js'
import { isFrame, type Frame, type Item } from '../frame.js'
import { check, isCount } from './argument.js'
import { byteFault } from './byte-fault.js'
import { only } from './interruption.js'
import type { Stage } from './stage.js'

/**
 * Send `count` bytes, those of comments and of the terminator among them, then drop
 * the connection, wherever in a record that is. A stream that has fewer is broken:
 * the cut would never have happened.
 *
 * @throws {RangeError} Unless `count` is zero or a positive integer.
 */
export function cutAfterBytes(count: number): Stage {
  const call = `cutAfterBytes(${count})`
  check(call, isCount(count), 'a number of bytes, zero or more')
  if (count === 0) return only(cut())

  return byteFault(call, () => {
    let passed = 0
    return {
      take(item) {
        if (!isFrame(item)) return [item]
        const left = count - passed
        passed += item.bytes.length
        return passed < count ? [item] : [firstBytes(item, left), cut()]
      },
      missed: () => (passed < count ? `after ${passed} byte(s)` : undefined),
    }
  })
}

function firstBytes(frame: Frame, count: number): Item {
  if (count === frame.bytes.length) return frame
  return { type: 'bytes', bytes: frame.bytes.slice(0, count) }
}
