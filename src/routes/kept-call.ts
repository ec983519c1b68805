import { z } from 'zod'
import { EventStream, unnamed } from '../streaming/index.js'
import { isPromise, streamScript, type Play } from '../streaming/internal.js'
import { RecordedCall } from './call.js'

/** A script of one event, for {@link keepCall}. */
class OneEvent extends EventStream<object> {
  override *generate(): Generator<object> {
    yield {}
  }
}

let kept: [call: RecordedCall<object, undefined>, play: Play] | undefined

/**
 * Plays one event to a call, and keeps the call and the play for good.
 *
 * A garbage collection that finds no object of a class makes V8 drop the optimized code of the
 * class, too, and the next calls run slow code again. Measured with a collection for every 100 requests of
 * 20 events: without this call, a server takes 1.2 times as long.
 */
export function keepCall(): void {
  kept ??= playOnce()
}

function playOnce(): NonNullable<typeof kept> {
  const name = 'kept'
  const url = new URL('http://localhost/')
  const request = { url, headers: new Headers(), params: {}, body: undefined, number: 1 }
  const call = new RecordedCall<object, undefined>({ name }, request)
  const wire = { event: z.object(), frame: unnamed, terminator: { data: '[DONE]' } }
  const { play } = streamScript({ name, wire }, new OneEvent(), {
    through: [],
    status: 200,
    headers: [],
    observer: call,
  })
  // The script never waits.
  for (let act = play.next(); !isPromise(act) && !play.isOver; act = play.next())
    play.delivered(act)
  return [call, play]
}
