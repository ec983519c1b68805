/** A tool call, put together from what the events of a stream tell of it. */
export interface ToolCall {
  /** What its result refers to: the `call_id` of a response's, the `id` of any other. */
  readonly id?: string
  readonly name?: string
  /** The arguments of a function: JSON, as long as the stream is whole. */
  readonly arguments?: string
  /** The input of a custom tool. */
  readonly input?: string
}

/** A tool call without what is not known of it. */
export function toolCall(id: unknown, called: object): ToolCall {
  const fields = { id, ...called }
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => typeof value === 'string'))
}
