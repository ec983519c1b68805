import type { Script } from '../../../streaming/index.js'
import { followed } from '../streams/followed.js'
import { scriptLike } from '../streams/script-like.js'

/**
 * Makes a script like another one, and calls a function with its events once it has ended by
 * itself. A script that throws, or whose client is gone, does not end by itself.
 */
export function onEnd<Event>(
  script: Script<Event>,
  listener: (events: readonly Event[]) => void,
): Script<Event> {
  return scriptLike(script, async function* (signal) {
    const events: Event[] = []
    yield* followed(script, signal, (event) => {
      events.push(event)
      return event
    })
    listener(events)
  })
}
