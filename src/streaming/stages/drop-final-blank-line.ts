import { isFrame } from '../frame.js'
import { byteFault } from './byte-fault.js'
import type { Stage } from './stage.js'

const LF = 10
const CR = 13

/**
 * Leave out the blank line that closes the last record of the stream. A stream is
 * broken that ends without a record known to be its last: a terminator, an error, or
 * an event such as `response.completed`.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */
export function dropFinalBlankLine(): Stage {
  return byteFault('dropFinalBlankLine()', () => {
    let dropped = false
    return {
      take(item) {
        if (!isFrame(item) || !item.final || item.bytes.at(-1) !== LF) return [item]
        dropped = true
        return [{ ...item, bytes: withoutLineEnding(item.bytes) }]
      },
      missed: () => (dropped ? undefined : 'without a final record'),
    }
  })
}

function withoutLineEnding(bytes: Uint8Array): Uint8Array {
  return bytes.slice(0, bytes.at(-2) === CR ? -2 : -1)
}
