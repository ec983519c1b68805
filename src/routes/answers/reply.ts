/** A call of a tool, in no endpoint's own words. */
export interface ReplyToolCall {
  readonly name: string
  /** An object is sent as its JSON, a string as it is; `{}` unless given. */
  readonly arguments?: string | object | undefined
  /** `call_1`, `call_2` and so on unless given. */
  readonly id?: string | undefined
}

/** The parts of a {@link reply}. */
export interface ReplyFields {
  /** The assistant's text. */
  readonly text?: string | undefined
  /** The model's reasoning. Assistants runs never show one, so there it is left out. */
  readonly reasoning?: string | undefined
  /** The tools that the model calls, in order. On a run, the run then requires action. */
  readonly toolCalls?: readonly ReplyToolCall[] | undefined
  /** The text in which the model refuses. */
  readonly refusal?: string | undefined
  /** How many tokens the request and the answer cost; the defaults of the endpoint unless given. */
  readonly usage?: { readonly input?: number; readonly output?: number } | undefined
  /** Why the model stopped: `tool_calls` where it calls tools, and `stop` elsewhere, unless given. */
  readonly finish?: 'stop' | 'length' | 'tool_calls' | 'content_filter' | undefined
}

const brand = Symbol.for('msw-openai.reply')

/** An answer in no endpoint's own words, made by {@link reply}. */
export interface Reply extends ReplyFields {
  // Registered, so that the ESM and the CommonJS build recognize each other's replies.
  readonly [brand]: true
}
