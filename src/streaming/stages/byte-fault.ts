import type { Item } from '../frame.js'
import { fault, type Fault } from './fault.js'
import type { Stage } from './stage.js'

/** A stage that makes something go wrong in any frame, the last one included. */
export function byteFault(call: string, begin: () => Fault): Stage {
  return fault(call, () => {
    const happening = begin()
    return { ...happening, missed: (end) => (goesOn(end) ? undefined : happening.missed(end)) }
  })
}

/** Whether `end` is but the first record of an error that has several. */
function goesOn(end: Item | undefined): boolean {
  return end?.type === 'error' && !end.final
}
