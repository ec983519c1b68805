/** A call of a tool in a message of the assistant. */
export interface ConversationToolCall {
  /** The id to which the result of the tool refers. */
  readonly id: string
  /** The name of the tool. */
  readonly name: string
  /** The arguments of a function as JSON, or the input of a custom tool. */
  readonly arguments?: string
}

/**
 * One message of a conversation: a text of the user, the result of a tool call with the id of the
 * call, or any message of the assistant or the system. The text parts of a message are joined.
 */
export type ConversationMessage =
  | {
      /** The role of the message. */
      readonly role: 'user'
      /** The text of the user. */
      readonly text: string
    }
  | {
      /** The role of the message. */
      readonly role: 'tool'
      /** The id of the call whose result this is; undefined where the message has none. */
      readonly callId: string | undefined
      /** The result. */
      readonly text?: string
    }
  | {
      /** The role of the message. */
      readonly role: 'assistant'
      /** The text of the assistant. */
      readonly text?: string
      /** The tools that the assistant calls in the message. */
      readonly toolCalls?: readonly ConversationToolCall[]
    }
  | {
      /** The role of the message, also of one with the role `developer`. */
      readonly role: 'system'
      /** The instructions. */
      readonly text?: string
    }

/** Reads the requests of one endpoint, for conditions such as `lastUserMessage()` and `hasTool()`. */
export interface RequestReader<Body = unknown> {
  /** Lists the messages of the conversation, oldest first. */
  conversation(body: Body): readonly ConversationMessage[]
  /** Gives the name of the model; the `model` of the body unless given. */
  model?(body: Body): string | undefined
  /** Lists the tools of the request: functions by name, MCP servers by label, others by type. */
  tools?(body: Body): readonly string[]
  /** Returns true where the server keeps the conversation, and the request contains only new messages. */
  isContinued?(body: Body): boolean
}

/** One tool call, joined of all the events of a stream that belong to the call. */
export interface StreamedToolCall {
  /** The id to which the result of the tool refers: the `call_id` of a response, the `id` elsewhere. */
  readonly id?: string
  /** The name of the function or of the custom tool. */
  readonly name?: string
  /** The arguments of a function, as streamed: JSON, unless the stream was cut. */
  readonly arguments?: string
  /** The input of a custom tool. */
  readonly input?: string
}

/**
 * Reads the events of one protocol. The matchers and `fold` find the text and the tool calls of a
 * stream by this reader alone.
 *
 * @example
 * const events: EventReader<Completion> = {
 *   text: (completions) => completions.map(({ choices }) => choices[0]?.text ?? ''),
 * }
 */
export interface EventReader<Event> {
  /** Recognizes an event of this protocol; by the schema of the wire format unless given. */
  is?(event: unknown): event is Event
  /** Gives the text that each event adds to the assistant's text: one entry for each event, `''` for none. */
  text(events: readonly Event[]): readonly string[]
  /** Joins the tool calls of a stream, whole or cut, in their order; none unless given. */
  toolCalls?(events: readonly Event[]): readonly StreamedToolCall[]
  /** Names the type of an event, for `toStreamEventTypes()`; by its `type` or `event` unless given. */
  type?(event: Event): string
  /** Prints an event as one line of a message or a snapshot; as JSON unless given. */
  line?(event: Event): string
}
