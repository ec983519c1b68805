import type { Abortable } from './abort-source.js'
import { delay } from './clock.js'

/**
 * The times of one stream on a fake clock.
 *
 * A fake clock that advances by the length of a stream does so long before the client has read all
 * of it. So a wait begins when the wait before ended, and not when the client asks for more. On a
 * real clock every wait begins when it is asked for.
 */
export class Timeline {
  /** The fake time at which the last wait ended; undefined on a real clock. */
  #ended = fakeTime()
  /** The fake time at which the script was asked for an item, and that of the last wait. */
  #asked: { readonly at: number; readonly ended: number } | undefined

  /** The time of the stream, in milliseconds since 1970: on a fake clock, the end of the last wait. */
  get now(): number {
    const now = fakeTime()
    return now === undefined ? Date.now() : Math.min(this.#ended ?? now, now)
  }

  /** Waits `ms` milliseconds, or until `early` settles. Rejects as soon as `signal` aborts. */
  wait(ms: number, signal: Abortable, early?: Promise<unknown>): Promise<void> {
    const now = fakeTime()
    if (now === undefined) return delay(ms, signal, early)

    // Fake timers that were set up anew may have begun at an earlier time.
    this.#ended = Math.min(this.#ended ?? now, now) + ms
    return delay(Math.max(0, this.#ended - now), signal, early)
  }

  /** Notes that the script is asked for an item. */
  ask(): void {
    const at = fakeTime()
    this.#asked = at === undefined ? undefined : { at, ended: this.#ended ?? at }
  }

  /** Notes that the item has come: the time that the script took passes for the stream, too. */
  arrive(): void {
    const now = fakeTime()
    if (now === undefined || !this.#asked) return
    this.#ended = this.#asked.ended + now - this.#asked.at
  }
}

/** Gives the time of the test, in milliseconds since 1970: of fake timers, where there are any. */
export function timeOfTest(): number {
  return fakeTime() ?? Date.now()
}

type Timer = typeof setTimeout & { readonly clock?: { readonly now?: number } }

/** Gives the time of fake timers, which have a `clock`; undefined where the timers are real. */
function fakeTime(): number | undefined {
  const timer: Timer = globalThis.setTimeout
  return timer.clock?.now
}
