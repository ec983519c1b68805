import { isFrame, type Frame } from '../frame.js'
import { spelled } from './spelled.js'
import type { Stage } from './stage.js'

/** A stage that changes one frame after the other. Each play begins afresh. */
export function frameStage(begin: () => (frame: Frame) => Frame): Stage {
  return async function* (items, spell) {
    const change = begin()
    for await (const given of items) {
      const item = spelled(given, spell)
      yield isFrame(item) ? change(item) : item
    }
  }
}
