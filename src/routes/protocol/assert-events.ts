import { print } from './print.js'

/**
 * Checks that events can be folded.
 *
 * @param task The task that fails, such as `fold a response`.
 * @throws {TypeError} When the value cannot be iterated over, as a stream that has to be awaited.
 */
export function assertEvents(events: unknown, task: string): void {
  if (Symbol.iterator in Object(events)) return
  throw new TypeError(
    `Failed to ${task}: expected its events, such as an array, received ${print(events)}. Read a stream first: await collect(stream).`,
  )
}
