import { pause } from '../cue.js'
import { isEventFrame } from '../frame.js'
import { A_DELAY, check, isDelay } from './argument.js'
import { checkTempo } from './check-tempo.js'
import type { Stage } from './stage.js'
import { waitsOf, type Tempo } from './tempo.js'

/**
 * Wait before every event: as many milliseconds each time, or in a rhythm. Jitter is
 * the same in every play and on every machine.
 *
 * @throws {RangeError} When a number is out of range.
 * @throws {TypeError} When options are unknown, or exclude each other.
 * @example
 * pace(20)
 * pace({ first: 400, each: 20, jitter: 10, seed: 7 })
 * pace({ first: 400, tokensPerSecond: 80 })
 */
export function pace(tempo: number | Tempo): Stage {
  const checked = checkedTempo(tempo)

  return async function* (items) {
    const waits = waitsOf(checked)
    let index = 0
    for await (const item of items) {
      if (isEventFrame(item)) yield pause(waits(index++))
      yield item
    }
  }
}

function checkedTempo(tempo: number | Tempo): Tempo {
  if (typeof tempo === 'object' && tempo !== null) {
    checkTempo(tempo)
    return { ...tempo }
  }
  check(`pace(${tempo})`, isDelay(tempo), A_DELAY)
  return { each: tempo }
}
