import type { Stage } from '../../streaming/index.js'
import type { ReplyFields } from '../../routes/answers/reply.js'

/** The place of a node in the text of a rules file: lines and columns from 1 on. */
export interface Place {
  readonly line: number
  readonly column: number
}

/** The way in which a message of a rule is compared with one of a request. */
export type Matcher = 'exact' | 'contains' | 'regex' | 'fuzzy' | 'any'

/** A tool call of an assistant's message in a rule. */
export interface RuleToolCall {
  readonly id?: string | undefined
  readonly name: string
  /** The arguments as JSON. */
  readonly arguments: string
}

/** One message of the flow of a rule. */
export interface RuleMessage {
  readonly role: 'system' | 'developer' | 'user' | 'assistant' | 'tool'
  /** The text to compare, or to answer with; undefined where any text fits. */
  readonly content?: string | undefined
  readonly matcher: Matcher
  /** The least similarity of a fuzzy match, from 0 to 1; 0.8 unless given. */
  readonly threshold?: number | undefined
  readonly toolCalls?: readonly RuleToolCall[] | undefined
  readonly toolCallId?: string | undefined
  readonly place: Place
}

/** The answer of a rule whose flow has none. */
export type RuleAnswer =
  | { readonly type: 'reply'; readonly reply: ReplyFields }
  | {
      readonly type: 'error'
      readonly status: number
      readonly message?: string | undefined
      readonly code?: string | undefined
      readonly retryAfterMs?: number | undefined
    }
  /** The older form: a whole chat completion. */
  | { readonly type: 'completion'; readonly completion: object }
  /** Events of the endpoint, as data. */
  | { readonly type: 'events'; readonly events: readonly unknown[] }
  /** The bytes of a recorded stream. */
  | { readonly type: 'recording'; readonly bytes: Uint8Array }

/** One rule, in one form whatever form the file has. */
export interface Rule {
  readonly id: string
  readonly place: Place
  /** The flow: the messages of a conversation. Empty where any conversation fits. */
  readonly messages: readonly RuleMessage[]
  /** True where the rule answers when the flow does not match: the older form's `invert`. */
  readonly isInverted?: boolean | undefined
  /**
   * True where the flow has to be the whole conversation, with the same messages of the assistant:
   * the older form. openai-mock-api 0.1 and 0.2, which read that form, compared every message of a
   * request with the one matcher, the assistant's too, refused a request of more or fewer messages,
   * and took the first rule of the file that matched.
   */
  readonly isWhole?: boolean | undefined
  /** The answer; undefined where the assistant's messages of the flow are the answers. */
  readonly answer?: RuleAnswer | undefined
  readonly status?: number | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** The stages of the answer: pace, cuts, stalls and damage. */
  readonly through: readonly Stage[]
  /** The pieces of a text: words unless given. */
  readonly by?: 'word' | 'grapheme' | number | undefined
  /** The number of calls that the rule answers; any number unless given. */
  readonly times?: number | undefined
  /** The name of the model, or a part of it between slashes, as `/^gpt-5/`. */
  readonly model?: string | undefined
  /** A tool that the request offers. */
  readonly tool?: string | undefined
  /** The names of the endpoints, as `chat.completions.create`; every one unless given. */
  readonly endpoints?: readonly string[] | undefined
  /** The names of the endpoints that send such events as the answer has; undefined for any other answer, and for events of no endpoint. */
  readonly senders?: readonly string[] | undefined
  /** The tool whose result the conversation ends with; true for any tool. */
  readonly toolResult?: string | true | undefined
}

/** A rules file that has no fault. */
export interface RulesFile {
  readonly apiKey?: string | undefined
  readonly port?: number | undefined
  /** The answer to a call that no rule matches: an error, or one that is made up. */
  readonly fallback: 'error' | 'generate'
  readonly rules: readonly Rule[]
  /** The names of the models to begin with; OpenAI's unless given. */
  readonly models?: readonly string[] | undefined
  /** Files to begin with, with their contents. */
  readonly files: ReadonlyArray<{
    readonly id?: string | undefined
    readonly filename: string
    readonly purpose?: string | undefined
    readonly content: string | Uint8Array
  }>
  /** Assistants to begin with, as `openai.store.assistants.put()` takes them. */
  readonly assistants: readonly object[]
  /** Faults that do not stop the file, such as a regular expression that matches nothing. */
  readonly warnings: readonly RulesFault[]
}

/** One fault of a rules file. */
export interface RulesFault extends Place {
  /** The path of the key, such as `responses[2].reply.txt`. */
  readonly path: string
  /** One sentence that says what was expected, what was found, and the nearest key that exists. */
  readonly message: string
}
