import type { Cue, Script } from '../../../streaming/index.js'

/** Makes a script like another one, which messages name, with other items. */
export function scriptLike<Event>(
  script: Script<Event>,
  generate: (signal: AbortSignal) => AsyncGenerator<Event | Cue>,
): Script<Event> {
  // The prototype of an object that inherits from the script is the class of the script.
  return Object.create(script, { generate: { value: generate } })
}
