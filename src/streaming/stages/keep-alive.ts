import { comment } from '../cue.js'
import { A_DELAY, check, isDelay } from './argument.js'
import { Silence } from './silence.js'
import type { Stage } from './stage.js'

/**
 * Send a comment after every `ms` milliseconds without anything else: while the stream
 * pauses or stalls, and while the script is not ready. It hears only the silence of what
 * comes before it, so it goes after stages that wait, and after `swap()`, which would
 * look for an event among endless comments. What a script takes for itself before it
 * pauses is not known, and not counted.
 *
 * @throws {RangeError} Unless `ms` is a delay that `pause()` takes, and more than zero.
 */
export function keepAlive(ms: number, text = 'keep-alive'): Stage {
  check(`keepAlive(${ms})`, isDelay(ms) && ms > 0, `more than zero, and ${A_DELAY}`)

  return (items, spell) => new Silence(ms, () => spell(comment(text))).fill(items)
}
