/** One message of the conversation that a request contains. */
export type ConversationMessage =
  | { readonly role: 'user'; readonly text: string }
  | { readonly role: 'tool'; readonly callId: string | undefined }
  | { readonly role: 'assistant' }
  | { readonly role: 'system' }

/** Reads the requests of one endpoint, for conditions such as `lastUserMessage()` and `hasTool()`. */
export interface RequestReader<Body = unknown> {
  /** Lists the messages of the conversation, oldest first. */
  conversation(body: Body): readonly ConversationMessage[]
  /** Lists the tools that the request offers: functions by name, MCP servers by label, others by type. */
  tools?(body: Body): readonly string[]
  /** Says whether the server keeps the conversation, so that the request contains only what is new. */
  isContinued?(body: Body): boolean
}

/** One tool call, joined from all the events of a stream that mention it. */
export interface StreamedToolCall {
  /** The id that the result of the tool refers to: the `call_id` of a response, the `id` elsewhere. */
  readonly id?: string
  readonly name?: string
  /** The arguments of a function as they were streamed: JSON, as long as the stream is whole. */
  readonly arguments?: string
  /** The input of a custom tool. */
  readonly input?: string
}

/**
 * Reads the events of one protocol: the only place where the text and the tool calls of a stream are
 * decided. `fold` and the matchers use it.
 *
 * @example
 * const events: EventReader<Completion> = {
 *   text: (completions) => completions.map(({ choices }) => choices[0]?.text ?? ''),
 * }
 */
export interface EventReader<Event> {
  /** Recognizes an event of this protocol. The schema of the wire format decides unless given. */
  is?(event: unknown): event is Event
  /** Gives the text that each event adds to the assistant's answer: one entry for each event, `''` for none. */
  text(events: readonly Event[]): readonly string[]
  /** Joins the tool calls of a stream, or of the beginning of one, in their order; none unless given. */
  toolCalls?(events: readonly Event[]): readonly StreamedToolCall[]
  /** Names the type of an event, for `toStreamEventTypes()`; its own `type` or `event` unless given. */
  type?(event: Event): string
  /** Shows an event on one line of a message or a snapshot; its JSON unless given. */
  line?(event: Event): string
}
