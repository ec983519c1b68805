import { isFrame, type Frame } from '../frame.js'
import { check, isCount } from './argument.js'
import { byteFault } from './byte-fault.js'
import { every, insideCharacters, insideLineEndings, type SplitOffsets } from './offsets.js'
import type { Stage } from './stage.js'

/**
 * End reads inside frames: after every so many bytes of each, inside every character
 * that takes several bytes, between CR and LF, or at the offsets that a function gives
 * for a frame; its `start` is where in the stream the frame begins. Offsets outside the
 * frame are ignored, and fractions rounded down. A stream with nothing to split is
 * broken. Stages that change records go before this one.
 *
 * @throws {RangeError} Unless `where` is a positive integer, `utf8`, `crlf` or a function.
 * @example
 * split('utf8')
 * split((bytes, start) => [start === 0 ? 1 : bytes.length - 1])
 */
export function split(where: number | 'utf8' | 'crlf' | SplitOffsets): Stage {
  const call = `split(${typeof where === 'function' ? 'function' : where})`
  const offsets = offsetsOf(call, where)

  return byteFault(call, () => {
    let start = 0
    let isSplit = false
    return {
      take(item) {
        if (!isFrame(item)) return [item]
        const pieces = cutUp(item, offsets(item.bytes, start))
        start += item.bytes.length
        isSplit ||= pieces.length > 1
        return pieces
      },
      missed: () => (isSplit ? undefined : 'with nothing to split'),
    }
  })
}

function offsetsOf(call: string, where: number | 'utf8' | 'crlf' | SplitOffsets): SplitOffsets {
  if (where === 'utf8') return insideCharacters
  if (where === 'crlf') return insideLineEndings
  if (typeof where === 'function') return where

  const expected = "a number of bytes, one or more, 'utf8', 'crlf' or a function"
  check(call, isCount(where) && where > 0, expected)
  return every(where)
}

/** The pieces of a frame. The last of them stays what the frame was. */
function cutUp(frame: Frame, offsets: readonly number[]): readonly Frame[] {
  const { length } = frame.bytes
  const inside = [...new Set(offsets.map(Math.trunc))].filter(
    (offset) => offset > 0 && offset < length,
  )
  if (inside.length === 0) return [frame]

  const ends = inside.toSorted((one, other) => one - other)
  const pieces = ends.map((end, index) => frame.bytes.slice(ends[index - 1] ?? 0, end))
  return [
    ...pieces.map((bytes) => ({ type: 'bytes', bytes }) as const),
    { ...frame, bytes: frame.bytes.slice(ends.at(-1)) },
  ]
}
