import type { CutCue, StallCue } from '../cue.js'
import { isEventFrame } from '../frame.js'
import { check, isCount } from './argument.js'
import { fault } from './fault.js'
import type { Stage } from './stage.js'

/**
 * A stage that ends a stream with `cue` once it has passed on `count` events.
 *
 * @throws {RangeError} Unless `count` is zero or a positive integer.
 */
export function interruption(name: string, count: number, cue: CutCue | StallCue): Stage {
  const call = `${name}(${count})`
  check(call, isCount(count), 'a number of events, zero or more')
  if (count === 0) return only(cue)

  return fault(call, () => {
    let passed = 0
    return {
      take: (item) => (isEventFrame(item) && ++passed === count ? [item, cue] : [item]),
      missed: () => `after ${passed} event(s)`,
    }
  })
}

/** A stage with which the script never starts. */
export function only(cue: CutCue | StallCue): Stage {
  return async function* () {
    yield cue
  }
}
