import { fault } from './fault.js'
import type { Stage } from './stage.js'

/**
 * Leave out the record that ends every stream of the endpoint, such as `[DONE]`. A
 * stream that ends without one is broken: there is nothing to leave out.
 */
export function dropTerminator(): Stage {
  return fault('dropTerminator()', () => {
    let dropped = false
    return {
      take(item) {
        if (item.type !== 'terminator') return [item]
        dropped = true
        return []
      },
      missed: () => (dropped ? undefined : 'without a terminator'),
    }
  })
}
