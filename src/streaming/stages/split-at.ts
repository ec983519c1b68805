import { isFrame, type Frame } from '../frame.js'
import { check, isCount } from './argument.js'
import { byteFault } from './byte-fault.js'
import type { Stage } from './stage.js'

/**
 * End reads after these numbers of bytes, counted from the beginning of the stream, and
 * nowhere else: wherever frames end, the stream comes in one read more than that. One
 * that has no bytes after them is broken. Stages that change records go before this one.
 *
 * @throws {RangeError} Unless there is a position, and each is a positive integer.
 * @example
 * splitAt(57) // two reads
 */
export function splitAt(...positions: readonly number[]): Stage {
  const call = `splitAt(${positions.join(', ')})`
  const arePositions = positions.length > 0 && positions.every((at) => isCount(at) && at > 0)
  check(call, arePositions, 'numbers of bytes, one or more')
  const sorted = [...new Set(positions)].toSorted((one, other) => one - other)
  const last = sorted.at(-1) ?? 0

  return byteFault(call, () => {
    let passed = 0
    return {
      take(item) {
        if (!isFrame(item)) return [item]
        const start = passed
        passed += item.bytes.length
        return pieces(item, start, sorted)
      },
      missed: () => (passed > last ? undefined : `after ${passed} byte(s)`),
    }
  })
}

/** The parts of a frame that starts at `start`. The last of them stays what the frame was. */
function pieces(frame: Frame, start: number, positions: readonly number[]): readonly Frame[] {
  const { bytes } = frame
  const end = start + bytes.length
  const offsets = positions.filter((at) => at > start && at < end).map((at) => at - start)
  const parts = offsets.map((offset, index) => bytes.slice(offsets[index - 1] ?? 0, offset))
  // A frame without bytes would be a read without bytes.
  const endsRead = bytes.length > 0 && positions.includes(end)

  return [
    ...parts.map((part) => ({ type: 'bytes', bytes: part }) as const),
    rest(frame, offsets.at(-1) ?? 0, endsRead),
  ]
}

function rest(frame: Frame, offset: number, endsRead: boolean): Frame {
  const joined = !endsRead && !frame.final
  if (offset === 0 && joined === (frame.joined ?? false)) return frame
  return { ...frame, bytes: frame.bytes.slice(offset), joined }
}
