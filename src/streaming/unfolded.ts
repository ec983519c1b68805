import type { Cue } from './cue.js'
import { EventStream, type Script } from './event-stream.js'

/** The script of a resource: its events, which are made already. */
export class Unfolded<Event> extends EventStream<Event> {
  constructor(readonly events: ReadonlyArray<Event | Cue>) {
    super()
  }

  generate(): Iterable<Event | Cue> {
    return this.events
  }
}

/** Recognizes a script whose `generate()` gives its events, and asks for no signal. */
export function isUnfolded<Event>(script: Script<Event>): script is Unfolded<Event> {
  // Not `instanceof`: a script may inherit from an object of this class, and have other events.
  return script.generate === Unfolded.prototype.generate
}
