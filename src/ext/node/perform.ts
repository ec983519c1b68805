import type { ServerResponse } from 'node:http'
import { isPromise } from '../../streaming/maybe-promise.js'
import type { Act, Play } from '../../streaming/play.js'
import { terminated } from '../../streaming/terminated.js'
import { hangUp, write } from './connection.js'

/**
 * Perform a play on a connection, which is dropped when the play is over early. A web stream
 * between them would take longer than both.
 */
export async function perform(play: Play, out: ServerResponse): Promise<void> {
  // Nobody else may tell it: not all are told of the signal of their request.
  out.once('close', () => play.leave(terminated()))
  const first = play.next()
  // The client has its response while the stream is silent.
  if (isPromise(first)) out.flushHeaders()

  for (let coming = first; ; coming = play.next()) {
    const act = isPromise(coming) ? await coming : coming
    if (play.over) return void out.destroy()
    if (!('bytes' in act)) return end(play, act, out)

    const writing = write(out, act.bytes)
    play.performed(act)
    if (writing) await writing
    if (play.over) return void out.destroy()
  }
}

function end(play: Play, act: Act, out: ServerResponse): void {
  if (act.type !== 'end') return hangUp(out, () => play.performed(act))

  out.end()
  play.performed(act)
}
