import { isCue, type Cue } from './cue.js'

/**
 * A script of events, told in order by `generate()`.
 *
 * A script knows what happens, not how it travels: the endpoint that serves it
 * checks, frames and ends it. Iterating starts it over, so one instance can
 * answer any number of requests.
 *
 * @example
 * class Greeting extends EventStream<ChatCompletionChunk> {
 *   *generate(): Generator<ChatCompletionChunk> {
 *     yield chunk({ role: 'assistant', content: 'Hello' })
 *     yield chunk({}, 'stop')
 *   }
 * }
 */
export abstract class EventStream<Event> implements Iterable<Event> {
  /**
   * Yield every event of the stream in order, and cues between them.
   *
   * @param signal Aborts once the client is gone.
   * @throws {StreamError} To end the stream with the endpoint's own error event.
   */
  abstract generate(signal: AbortSignal): Iterable<Event | Cue>

  /** The events of the script, those inside `unchecked()` too. Other cues are left out. */
  *[Symbol.iterator](): Generator<Event, void, undefined> {
    for (const item of this.generate(unaborted())) {
      if (isEvent(item)) yield eventOf(item)
    }
  }
}

/**
 * An {@link EventStream} whose script may `await` between events.
 *
 * @example
 * class Progress extends AsyncEventStream<ChatCompletionChunk> {
 *   async *generate(signal: AbortSignal): AsyncGenerator<ChatCompletionChunk> {
 *     yield chunk({ role: 'assistant', content: await firstWord(signal) })
 *   }
 * }
 */
export abstract class AsyncEventStream<Event> implements AsyncIterable<Event> {
  /**
   * Yield every event of the stream in order, and cues between them.
   *
   * @param signal Aborts once the client is gone. Hand it to whatever the script awaits.
   * @throws {StreamError} To end the stream with the endpoint's own error event.
   */
  abstract generate(signal: AbortSignal): AsyncIterable<Event | Cue>

  /** The events of the script, those inside `unchecked()` too. Other cues are left out. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Event, void, undefined> {
    for await (const item of this.generate(unaborted())) {
      if (isEvent(item)) yield eventOf(item)
    }
  }
}

/** What a route plays: an {@link EventStream} or an {@link AsyncEventStream}. */
export type Script<Event> = EventStream<Event> | AsyncEventStream<Event>

/** Whether `value` is a script. */
export function isScript(value: unknown): value is Script<unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    'generate' in value &&
    typeof value.generate === 'function'
  )
}

/** Whether an item of a script puts an event on the wire. */
function isEvent(item: unknown): boolean {
  return !isCue(item) || item.type === 'unchecked'
}

function eventOf<Event>(item: Event | Cue): Event {
  // An author who leaves the check out vouches for the type as well.
  return (isCue(item) && item.type === 'unchecked' ? item.event : item) as Event
}

function unaborted(): AbortSignal {
  return new AbortController().signal
}
