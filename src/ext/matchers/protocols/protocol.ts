import type { ToolCall } from '../tool-call.js'

/** What the matchers know about the events of one protocol. */
export interface Protocol<Event = unknown> {
  /** Whether `event` is one of them. */
  is(event: unknown): event is Event
  /** What kind of event it is. */
  type(event: Event): string
  /** What it tells, on one line. */
  line(event: Event): string
  /** What it adds to the assistant's text. */
  text(event: Event): string
  /** What the events of a stream, or of the beginning of one, amount to. */
  toolCalls(events: readonly Event[]): ToolCall[]
}
