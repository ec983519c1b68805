import { eventsIn, type Cue } from './cue.js'

/**
 * A script: the events of one stream, in the order in which `generate()` yields them.
 *
 * The endpoint that serves a script checks and frames the events, and ends the stream. Iterating
 * starts a script over, so that one instance answers any number of requests.
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
   * Yields every event of the stream in order, and cues between the events.
   *
   * @param signal Aborts once the client is gone.
   * @throws {StreamError} To end the stream with the endpoint's own error event.
   */
  abstract generate(signal: AbortSignal): Iterable<Event | Cue>

  /** Iterates over the events of the script, also those inside `unchecked()`. Other cues are omitted. */
  *[Symbol.iterator](): Generator<Event, void, undefined> {
    for (const item of this.generate(unaborted())) {
      yield* eventsIn(item)
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
   * Yields every event of the stream in order, and cues between the events.
   *
   * @param signal Aborts once the client is gone. Pass the signal to everything that the script
   * awaits.
   * @throws {StreamError} To end the stream with the endpoint's own error event.
   */
  abstract generate(signal: AbortSignal): AsyncIterable<Event | Cue>

  /** Iterates over the events of the script, also those inside `unchecked()`. Other cues are omitted. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Event, void, undefined> {
    for await (const item of this.generate(unaborted())) {
      yield* eventsIn(item)
    }
  }
}

/** A script that a route can play: an {@link EventStream} or an {@link AsyncEventStream}. */
export type Script<Event> = EventStream<Event> | AsyncEventStream<Event>

/**
 * Recognizes a script: any object with a `generate()` method.
 *
 * @example
 * isScript(new Greeting()) // true
 */
export function isScript(value: unknown): value is Script<unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    'generate' in value &&
    typeof value.generate === 'function'
  )
}

/** Gives the name of a script's class, for messages. */
export function nameOfScript(script: Script<unknown>): string {
  // Plain JavaScript may make a script without a class.
  return script.constructor?.name || 'without a name'
}

function unaborted(): AbortSignal {
  return new AbortController().signal
}
