import { frameStage } from './frame-stage.js'
import type { Stage } from './stage.js'

const LF = 10
const CR = 13

/** End the lines of all frames in CR and LF, whatever the endpoint does. */
export function crlf(): Stage {
  return frameStage(() => {
    let last: number | undefined
    return (frame) => {
      const bytes = withCarriageReturns(frame.bytes, last)
      last = frame.bytes.at(-1) ?? last
      return { ...frame, bytes }
    }
  })
}

/** @param last The byte before the first one. */
function withCarriageReturns(bytes: Uint8Array, last: number | undefined): Uint8Array {
  const result: number[] = []
  let previous = last
  for (const byte of bytes) {
    if (byte === LF && previous !== CR) result.push(CR)
    result.push(byte)
    previous = byte
  }
  return Uint8Array.from(result)
}
