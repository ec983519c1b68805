import type { Cue, StreamError } from '../../streaming/index.js'
import type { CallOutcome } from '../call.js'

/**
 * The methods by which a test controls a live stream. Those of a play control that play. Those of the
 * stream wait for its first request, and control its only open play.
 */
export interface LiveControls<Event> {
  /**
   * Sends an event or several, or performs cues. Resolves once the transport has read the bytes;
   * where there is no socket, a client that waits for them has run by then. Need not be awaited.
   *
   * @throws {ClosedPlayError} When the call ends before the items are sent, or the stream has
   * stalled.
   * @throws {TypeError} When several plays of the stream are open: use one of `live.plays`.
   * @example
   * await live.emit(w.text('Hello'))
   */
  emit(items: Event | Cue | Iterable<Event | Cue>): Promise<void>

  /**
   * Ends the stream as the endpoint does. Resolves to the outcome of the call.
   *
   * @throws {ClosedPlayError} When the stream has stalled.
   * @throws {TypeError} When several plays of the stream are open: use one of `live.plays`.
   * @example
   * expect(await live.end()).toBe('completed')
   */
  end(): Promise<CallOutcome>

  /**
   * Ends the stream with the endpoint's own error. Resolves to the outcome of the call.
   *
   * @throws {ClosedPlayError} When the stream has ended already, or has stalled.
   * @throws {TypeError} When several plays of the stream are open: use one of `live.plays`.
   * @example
   * await live.fail(new StreamError({ message: 'Overloaded' }))
   */
  fail(error: StreamError): Promise<CallOutcome>

  /**
   * Drops the connection, after the emitted items that can be sent. Resolves to the outcome of the
   * call.
   *
   * @throws {ClosedPlayError} When the stream has ended already.
   * @throws {TypeError} When several plays of the stream are open: use one of `live.plays`.
   * @example
   * await live.cut()
   */
  cut(): Promise<CallOutcome>

  /** Resolves to the outcome of the call, once the call has ended. That of a play never rejects. */
  readonly closed: Promise<CallOutcome>
}
