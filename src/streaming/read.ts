import type { Frame } from './frame.js'

/** Frames that share one read. */
export interface Read {
  readonly type: 'read'
  readonly bytes: Uint8Array
  readonly frames: readonly Frame[]
}

/** Join frames to one read. */
export function readOf(frames: readonly Frame[]): Read {
  return { type: 'read', bytes: concat(frames.map(({ bytes }) => bytes)), frames }
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
