import { isEventFrame } from '../frame.js'
import { check, isCount } from './argument.js'
import { frameStage } from './frame-stage.js'
import type { Stage } from './stage.js'

/**
 * Send `count` events in one read, with everything between them; all of the stream,
 * when `count` is `Infinity`. A terminator joins the events that are too few for a
 * read of their own.
 *
 * @throws {RangeError} Unless `count` is two or more.
 */
export function coalesce(count: number): Stage {
  const isMany = count === Infinity || (isCount(count) && count > 1)
  check(`coalesce(${count})`, isMany, 'a number of events, two or more')

  return frameStage(() => {
    let events = 0
    return (frame) => {
      if (isEventFrame(frame)) events++
      const isFull = isEventFrame(frame) && events % count === 0
      return { ...frame, joined: !isFull && !frame.final }
    }
  })
}
