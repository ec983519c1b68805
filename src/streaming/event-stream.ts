import { isCue, type Cue } from './cue.js'

/**
 * A script: the events of one stream, in the order in which `generate()` yields them.
 *
 * The endpoint that serves a script checks, frames and ends it. Iterating starts a script over, so
 * that one instance answers any number of requests.
 *
 * @example
 * class Greeting extends EventStream<ChatCompletionChunk> {
 *   *generate(): Generator<ChatCompletionChunk> {
 *     const w = chatCompletionWriter()
 *     yield* w.text('Hello there')
 *     yield* w.finish()
 *   }
 * }
 */
export abstract class EventStream<Event> implements Iterable<Event> {
  /**
   * Yields every event of the stream in order, and cues between them.
   *
   * @param signal Aborts once the client is gone.
   * @throws {StreamError} To end the stream with the endpoint's own error event.
   */
  abstract generate(signal: AbortSignal): Iterable<Event | Cue>

  /** Iterates over the events of the script, those inside `unchecked()` too. Other cues are omitted. */
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
 *     const w = chatCompletionWriter()
 *     yield* w.text(await firstWords(signal))
 *     yield* w.finish()
 *   }
 * }
 */
export abstract class AsyncEventStream<Event> implements AsyncIterable<Event> {
  /**
   * Yields every event of the stream in order, and cues between them.
   *
   * @param signal Aborts once the client is gone. Pass it to everything that the script awaits.
   * @throws {StreamError} To end the stream with the endpoint's own error event.
   */
  abstract generate(signal: AbortSignal): AsyncIterable<Event | Cue>

  /** Iterates over the events of the script, those inside `unchecked()` too. Other cues are omitted. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Event, void, undefined> {
    for await (const item of this.generate(unaborted())) {
      if (isEvent(item)) yield eventOf(item)
    }
  }
}

/** A script that a route can play: an {@link EventStream} or an {@link AsyncEventStream}. */
export type Script<Event> = EventStream<Event> | AsyncEventStream<Event>

/** Recognizes a script. */
export function isScript(value: unknown): value is Script<unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    'generate' in value &&
    typeof value.generate === 'function'
  )
}

/** Recognizes an item that puts an event on the wire. */
function isEvent(item: unknown): boolean {
  return !isCue(item) || item.type === 'unchecked'
}

/** Gives the name of a script's class, for messages. */
export function nameOfScript(script: Script<unknown>): string {
  // Plain JavaScript may have made the object without a class.
  return script.constructor?.name || 'without a name'
}

function eventOf<Event>(item: Event | Cue): Event {
  // An author who skips the check answers for the type as well.
  return (isCue(item) && item.type === 'unchecked' ? item.event : item) as Event
}

function unaborted(): AbortSignal {
  return new AbortController().signal
}
