import type { Cue, Script } from '../../../streaming/index.js'
import { eventsIn } from '../../../streaming/internal.js'

/**
 * Makes a script like another one, and calls a function with its events once it has ended by
 * itself. A script that throws, or whose client is gone, does not end by itself.
 */
export function onEnd<Event>(
  script: Script<Event>,
  listener: (events: readonly Event[]) => void,
): Script<Event> {
  const generate = (signal: AbortSignal) => {
    const items = script.generate(signal)
    return Symbol.asyncIterator in items ? listenAsync(items, listener) : listen(items, listener)
  }
  // The script is still an instance of its class, which messages name.
  return Object.create(script, { generate: { value: generate } })
}

function* listen<Event>(
  items: Iterable<Event | Cue>,
  listener: (events: readonly Event[]) => void,
): Generator<Event | Cue> {
  const events: Event[] = []
  for (const item of items) {
    events.push(...eventsIn(item))
    yield item
  }
  listener(events)
}

async function* listenAsync<Event>(
  items: AsyncIterable<Event | Cue>,
  listener: (events: readonly Event[]) => void,
): AsyncGenerator<Event | Cue> {
  const events: Event[] = []
  for await (const item of items) {
    events.push(...eventsIn(item))
    yield item
  }
  listener(events)
}
