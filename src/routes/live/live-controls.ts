import type { Cue, StreamError } from '../../streaming/index.js'
import type { CallOutcome } from '../call.js'

/** The ways in which a test sends a live stream. */
export interface LiveControls<Event> {
  /**
   * Sends an event or several, or performs cues. Resolves once the transport has read them, and, unless
   * a socket is between, a client in this process that waited for them has had its turn. Need not be
   * awaited.
   *
   * @throws {ClosedPlayError} When the call ends before that, or has stalled.
   * @example
   * await live.emit(w.text('Hello'))
   */
  emit(items: Event | Cue | Iterable<Event | Cue>): Promise<void>

  /**
   * Ends the stream as the endpoint does. Resolves to the outcome of the call.
   *
   * @throws {ClosedPlayError} When the stream has stalled.
   */
  end(): Promise<CallOutcome>

  /**
   * Ends the stream with the endpoint's own error. Resolves to the outcome of the call.
   *
   * @throws {ClosedPlayError} When the stream has ended already, or has stalled.
   */
  fail(error: StreamError): Promise<CallOutcome>

  /**
   * Drops the connection, behind everything that was emitted and can be sent. Resolves to the outcome
   * of the call.
   *
   * @throws {ClosedPlayError} When the stream has ended already.
   */
  cut(): Promise<CallOutcome>

  /** Resolves to the outcome of the call. */
  readonly closed: Promise<CallOutcome>
}
