import type { Frame } from '../frame.js'
import type { Stage } from './stage.js'

/** Begin the stream with the byte order mark of UTF-8, in one read with the first frame. */
export function bom(): Stage {
  return async function* (items) {
    yield { type: 'bytes', bytes: Uint8Array.of(0xef, 0xbb, 0xbf), joined: true } satisfies Frame
    yield* items
  }
}
