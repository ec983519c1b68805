import type { Stage } from '../../streaming/index.js'
import type { ReplyFields } from '../../routes/answers/reply.js'

/** The place of a node in the text of a rules file: lines and columns from 1 on. */
export interface Place {
  /** The line, from 1 on. */
  readonly line: number
  /** The column, from 1 on. */
  readonly column: number
}

/** The way in which a message of a rule is compared with one of a request. */
export type Matcher = 'exact' | 'contains' | 'regex' | 'fuzzy' | 'any'

/** A tool call of an assistant's message in a rule. */
export interface RuleToolCall {
  /** The id of the call; made up unless given. */
  readonly id?: string | undefined
  /** The name of the tool. */
  readonly name: string
  /** The arguments as JSON. */
  readonly arguments: string
}

/** One message of the flow of a rule. */
export interface RuleMessage {
  /** The role of the message. */
  readonly role: 'system' | 'developer' | 'user' | 'assistant' | 'tool'
  /** The text to compare, or to answer with; undefined where any text fits. */
  readonly content?: string | undefined
  /** The way in which the text is compared. */
  readonly matcher: Matcher
  /** The least similarity of a fuzzy match, from 0 to 1; 0.8 unless given. */
  readonly threshold?: number | undefined
  /** The tool calls of a message of the assistant. */
  readonly toolCalls?: readonly RuleToolCall[] | undefined
  /** The id of the call whose result a message of a tool is; the result of any call unless given. */
  readonly toolCallId?: string | undefined
  /** The place of the message in the file. */
  readonly place: Place
}

/** The answer of a rule whose flow has none. */
export type RuleAnswer =
  | {
      /** The kind of the answer: a reply, which every endpoint at which a model speaks can send. */
      readonly type: 'reply'
      /** The fields of the reply. */
      readonly reply: ReplyFields
    }
  | {
      /** The kind of the answer: an error in OpenAI's shape. */
      readonly type: 'error'
      /** The HTTP status, from 400 to 599. */
      readonly status: number
      /** The text for people; that of the status unless given. */
      readonly message?: string | undefined
      /** The code for programs; that of the status unless given. */
      readonly code?: string | undefined
      /** The time after which a client may ask again, in milliseconds; the answer has no `retry-after` unless given. */
      readonly retryAfterMs?: number | undefined
    }
  | {
      /** The kind of the answer: the older form, a whole chat completion. */
      readonly type: 'completion'
      /** The chat completion. */
      readonly completion: object
    }
  | {
      /** The kind of the answer: events of the endpoint, as data. */
      readonly type: 'events'
      /** The events, in their order. */
      readonly events: readonly unknown[]
    }
  | {
      /** The kind of the answer: a recorded stream. */
      readonly type: 'recording'
      /** The bytes of the recording. */
      readonly bytes: Uint8Array
    }

/** One rule, in one form whatever form the file has. */
export interface Rule {
  /** The id of the rule: that of the file, or one by its position, such as `rule-1`. */
  readonly id: string
  /** The place of the rule in the file. */
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
  /** The HTTP status of the answer; that of the endpoint unless given. */
  readonly status?: number | undefined
  /** Headers of the answer, beside those of the endpoint; none unless given. */
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
  /** The only key that the server accepts; any key unless given. */
  readonly apiKey?: string | undefined
  /** The port of the server; that of the command unless given. */
  readonly port?: number | undefined
  /** The answer to a call that no rule matches: an error, or one that is made up. */
  readonly fallback: 'error' | 'generate'
  /** The rules, in the order of the file. */
  readonly rules: readonly Rule[]
  /** The names of the models to begin with; OpenAI's unless given. */
  readonly models?: readonly string[] | undefined
  /** Files to begin with, with their contents. */
  readonly files: ReadonlyArray<{
    /** The id of the file; made up unless given. */
    readonly id?: string | undefined
    /** The name of the file. */
    readonly filename: string
    /** The purpose of the file, such as `assistants`. */
    readonly purpose?: string | undefined
    /** The content of the file: a text, or bytes. */
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
