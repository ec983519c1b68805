import { cut, type CutCue, type StallCue } from '../cue.js'
import { isEventFrame, isFrame, isPartOfError, type Frame } from '../frame.js'
import { check, isCount } from './arguments.js'
import { KEEPS_RECORDS, passOn, stage, type Stage, type StagePass } from './stage.js'

/**
 * Sends `count` events, then drops the connection. The events that the client has not read are
 * lost, as on a real connection. A call is broken if the script ends before the cut.
 *
 * @throws {RangeError} Unless `count` is zero or a positive integer.
 * @example
 * cutAfter(2)
 */
export function cutAfter(count: number): Stage {
  return interruption('cutAfter', count, cut())
}

/**
 * Sends `count` bytes, then drops the connection, also in the middle of a record. The bytes of
 * comments and of the terminator count. A call is broken if the stream ends before the cut.
 *
 * @throws {RangeError} Unless `count` is zero or a positive integer.
 * @example
 * cutAfterBytes(57)
 */
export function cutAfterBytes(count: number): Stage {
  const call = `cutAfterBytes(${count})`
  check(call, isCount(count), 'a number of bytes, zero or more')
  if (count === 0) return stage(call, () => only(cut()), KEEPS_RECORDS)

  const begin = (): StagePass => {
    let passed = 0
    return {
      take(item) {
        if (!isFrame(item)) return item
        const remaining = count - passed
        passed += item.bytes.length
        return passed < count ? item : [firstBytes(item, remaining), cut()]
      },
      missed: (end) =>
        passed < count && !isPartOfError(end) ? `after ${passed} byte(s)` : undefined,
    }
  }
  return stage(call, begin, KEEPS_RECORDS)
}

/**
 * Refuses the connection: the client gets no response, and the script never starts. `fetch`
 * rejects, and the OpenAI SDK throws an `APIConnectionError` after its retries.
 *
 * @example
 * refuse()
 */
export function refuse(): Stage {
  return stage('refuse()', passOn, { beforeHeaders: { type: 'refuse' } })
}

/**
 * Makes a stage that ends a stream with `cue` after `count` events.
 *
 * @throws {RangeError} Unless `count` is zero or a positive integer.
 */
export function interruption(name: string, count: number, cue: CutCue | StallCue): Stage {
  const call = `${name}(${count})`
  check(call, isCount(count), 'a number of events, zero or more')
  if (count === 0) return stage(call, () => only(cue), KEEPS_RECORDS)

  const begin = (): StagePass => {
    let passed = 0
    return {
      take: (item) => (isEventFrame(item) && ++passed === count ? [item, cue] : item),
      missed: () => (passed < count ? `after ${passed} event(s)` : undefined),
    }
  }
  return stage(call, begin, KEEPS_RECORDS)
}

/** Begins a pass that ends the stream with `cue` before anything else. */
function only(cue: CutCue | StallCue): StagePass {
  return { ...passOn(), first: () => [cue] }
}

function firstBytes(frame: Frame, count: number): Frame {
  if (count === frame.bytes.length) return frame
  return { type: 'bytes', bytes: frame.bytes.slice(0, count) }
}
