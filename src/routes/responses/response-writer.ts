import type {
  ResponseFileSearchToolCall,
  ResponseFunctionWebSearch,
  ResponseOutputItem,
  ResponseOutputText,
  ResponseStreamEvent,
} from 'openai/resources/responses/responses'
import type { By } from '../protocol/cut-text.js'
import { defined, type Partially } from '../protocol/defaults.js'
import { idsInside, type NextId } from '../protocol/ids.js'
import { takeTurns } from '../protocol/take-turns.js'
import { completeResponse } from './complete.js'
import { completeItem, itemEvents, type ItemOptions } from './output-items.js'
import type { WireResponse } from './response-event-schema.js'
import { ResponseLifecycle } from './response-lifecycle.js'

/** The fields that a response gets at its end. */
type EndingField = 'usage' | 'completed_at' | 'error' | 'incomplete_details'

/** Options of {@link responseWriter}: the fields of a response at its beginning. Each has a fixed default. */
export type ResponseWriterOptions = Partially<
  Omit<WireResponse, 'output' | 'status' | EndingField>
> & {
  /** Pads each delta of a text to a multiple of 16 characters, as OpenAI does; false unless given. */
  readonly include_obfuscation?: boolean
}

/** The fields of an item that are no positional arguments of a method. All have defaults. */
type Fields<Type, Given extends string> = Partial<
  Omit<Extract<ResponseOutputItem, { type: Type }>, 'type' | Given>
>

/** Options of a method whose text is cut into deltas. */
interface Cut {
  /** The way to cut the text into deltas; `word` unless given. */
  readonly by?: By | undefined
}

/** Options of {@link ResponseWriter.message}. */
interface MessageOptions extends Cut, Fields<'message', 'content' | 'role'> {
  /** The citations of the text; none unless given. */
  readonly annotations?: ResponseOutputText['annotations']
  /** The log probabilities of the tokens; none unless given. */
  readonly logprobs?: NonNullable<ResponseOutputText['logprobs']>
  /** The phase of the message; omitted unless given. */
  readonly phase?: 'commentary' | 'final_answer'
}

/** The ids of a tool call. */
interface CallIds {
  /** The id of the call, `call_id` on the wire: `call_1`, `call_2` and so on unless given. */
  readonly id?: string | undefined
  /** The same as `id`, under the name on the wire. */
  readonly call_id?: string | undefined
  /** The id of the output item, `id` on the wire: `fc_1` or `ctc_1` and so on unless given. */
  readonly item_id?: string | undefined
}

/** Options of {@link ResponseWriter.toolCall}. */
export interface ResponseToolCallOptions
  extends Cut, CallIds, Fields<'function_call', 'name' | 'arguments' | 'id' | 'call_id'> {}

/** Options of {@link ResponseWriter.customToolCall}. */
export interface ResponseCustomToolCallOptions
  extends Cut, CallIds, Fields<'custom_tool_call', 'name' | 'input' | 'id' | 'call_id'> {}

/** One tool call for {@link ResponseWriter.toolCalls}. A call with an `input` is one of a custom tool. */
export type ResponseToolCall =
  | (ResponseToolCallOptions & { readonly name: string; readonly arguments?: string | object })
  | (ResponseCustomToolCallOptions & { readonly name: string; readonly input: string })

type McpTool = Extract<ResponseOutputItem, { type: 'mcp_list_tools' }>['tools'][number]

type Events = Generator<ResponseStreamEvent>

/**
 * Creates a writer of the events of one response, with numbers, indexes and ids. Create it inside
 * `generate()`, so that each play has a writer of its own. Every method is used with `yield*`.
 *
 * @example
 * class Weather extends EventStream<ResponseStreamEvent> {
 *   *generate(): Generator<ResponseStreamEvent> {
 *     const writer = responseWriter({ model: 'gpt-5' })
 *     yield* writer.message('Let me look.')
 *     yield* writer.toolCall('get_weather', { city: 'Paris' })
 *     yield* writer.completed({ usage: { input_tokens: 9, output_tokens: 12 } })
 *   }
 * }
 */
export function responseWriter(options: ResponseWriterOptions = {}): ResponseWriter {
  const { include_obfuscation = false, ...fields } = options
  const response = completeResponse({ ...fields, status: 'in_progress' })
  return new ResponseWriter(response, include_obfuscation)
}

/**
 * Writes the events of one response: whole items, from their beginning to their end. Made by
 * {@link responseWriter}.
 *
 * Every method throws a `TypeError` when its events are out of order, at the `yield*`.
 */
export class ResponseWriter extends ResponseLifecycle {
  readonly #count = idsInside(this.id)
  /** True where items may overlap. */
  #interleaves = false

  /**
   * Writes a message with one text. An annotation follows the delta in which its mark ends, and a
   * log probability is in the delta in which its token begins.
   *
   * @param options.status `incomplete` for a message that a limit cuts short: see {@link
   * incomplete}.
   * @throws {TypeError} When the response has ended.
   *
   * @example
   * yield* writer.message('Hello there', { by: 'grapheme' })
   */
  message(
    text: string,
    { by, annotations = [], logprobs = [], ...fields }: MessageOptions = {},
  ): Events {
    const part = { type: 'output_text' as const, annotations, logprobs, text }
    return this.item({ type: 'message', ...fields, content: [part] }, { by })
  }

  /**
   * Writes a message with a refusal.
   *
   * @throws {TypeError} When the response has ended.
   *
   * @example
   * yield* writer.refusal('I cannot help with that.')
   */
  refusal(
    refusal: string,
    { by, ...fields }: Cut & Fields<'message', 'content' | 'role'> = {},
  ): Events {
    return this.item(
      { type: 'message', ...fields, content: [{ type: 'refusal', refusal }] },
      { by },
    )
  }

  /**
   * Writes reasoning with a summary.
   *
   * @param summary The parts of the summary: one, several, or none.
   * @throws {TypeError} When the response has ended.
   *
   * @example
   * yield* writer.reasoning('The user greets me.')
   */
  reasoning(
    summary: string | readonly string[] = [],
    { by, ...fields }: Cut & Fields<'reasoning', 'summary'> = {},
  ): Events {
    const texts = [summary].flat().filter((text) => text !== '')
    const parts = texts.map((text) => ({ type: 'summary_text' as const, text }))
    return this.item({ type: 'reasoning', ...fields, summary: parts }, { by })
  }

  /**
   * Writes reasoning in full, as models with open weights do.
   *
   * @throws {TypeError} When the response has ended.
   *
   * @example
   * yield* writer.reasoningText('The user greets me.')
   */
  reasoningText(
    text: string,
    { by, ...fields }: Cut & Fields<'reasoning', 'content'> = {},
  ): Events {
    const content = [{ type: 'reasoning_text' as const, text }]
    return this.item({ type: 'reasoning', ...fields, content }, { by })
  }

  /**
   * Writes a call of a function.
   *
   * @param args The arguments: an object, which is sent as JSON, or the text itself; `{}` unless
   * given.
   * @param options.id The id to which the client's result refers: `call_id` on the wire.
   * @throws {TypeError} When the response has ended.
   *
   * @example
   * yield* writer.toolCall('get_weather', { city: 'Paris' }, { id: 'call_weather' })
   */
  toolCall(
    name: string,
    args: string | object = {},
    { by, ...options }: ResponseToolCallOptions = {},
  ): Events {
    const fields = callFields(options)
    return this.item({ type: 'function_call', ...fields, name, arguments: json(args) }, { by })
  }

  /**
   * Writes a call of a custom tool, whose input may be any text.
   *
   * @throws {TypeError} When the response has ended.
   *
   * @example
   * yield* writer.customToolCall('sql', 'select 1')
   */
  customToolCall(
    name: string,
    input: string,
    { by, ...options }: ResponseCustomToolCallOptions = {},
  ): Events {
    return this.item({ type: 'custom_tool_call', ...callFields(options), name, input }, { by })
  }

  /**
   * Writes several tool calls, one after the other. A call with an `input` is one of a custom tool.
   *
   * @throws {TypeError} When the response has ended.
   *
   * @example
   * yield* writer.toolCalls([{ name: 'get_time' }, { name: 'get_weather', arguments: { city: 'Paris' } }])
   */
  *toolCalls(calls: readonly ResponseToolCall[]): Events {
    for (const { id, call_id } of calls) this.order.ids.add(id ?? call_id)
    for (const call of calls) {
      if ('input' in call) {
        const { name, input, ...options } = call
        yield* this.customToolCall(name, input, options)
      } else {
        const { name, arguments: args, ...options } = call
        yield* this.toolCall(name, args, options)
      }
    }
  }

  /**
   * Writes a search of the web, by one query or several. For another action, see {@link item}.
   *
   * @throws {TypeError} When the response has ended.
   *
   * @example
   * yield* writer.webSearch('weather in Paris')
   */
  webSearch(
    query: string | readonly string[],
    {
      sources,
      ...fields
    }: Pick<ResponseFunctionWebSearch.Search, 'sources'> & Fields<'web_search_call', 'action'> = {},
  ): Events {
    const queries = [query].flat()
    const action = {
      type: 'search' as const,
      queries,
      query: queries[0],
      ...(sources && { sources }),
    }
    return this.item({ type: 'web_search_call', ...fields, action })
  }

  /**
   * Writes a search of files.
   *
   * @param results The results; null unless given, as for a request that does not include them.
   * @throws {TypeError} When the response has ended.
   *
   * @example
   * yield* writer.fileSearch('opening hours')
   */
  fileSearch(
    queries: string | readonly string[],
    results: readonly ResponseFileSearchToolCall.Result[] | null = null,
    fields: Fields<'file_search_call', 'queries' | 'results'> = {},
  ): Events {
    return this.item({ type: 'file_search_call', ...fields, queries: [queries].flat(), results })
  }

  /**
   * Writes a run of Python code. The outputs are null unless given.
   *
   * @throws {TypeError} When the response has ended.
   *
   * @example
   * yield* writer.codeInterpreter('print(6 * 7)', { outputs: [{ type: 'logs', logs: '42' }] })
   */
  codeInterpreter(
    code: string,
    { by, ...fields }: Cut & Fields<'code_interpreter_call', 'code'> = {},
  ): Events {
    return this.item({ type: 'code_interpreter_call', ...fields, code }, { by })
  }

  /**
   * Writes the generation of an image. The previews come before the image.
   *
   * @param result The image, in base64.
   * @param options.partial_images The previews, in base64; none unless given.
   * @throws {TypeError} When the response has ended.
   *
   * @example
   * yield* writer.imageGeneration('iVBORw0KGgo=', { partial_images: ['iVBORw0KGgo='] })
   */
  imageGeneration(
    result: string,
    {
      partial_images,
      ...fields
    }: { readonly partial_images?: readonly string[] } & Fields<
      'image_generation_call',
      'result'
    > = {},
  ): Events {
    return this.item({ type: 'image_generation_call', ...fields, result }, { partial_images })
  }

  /**
   * Writes the list of the tools of an MCP server; with an `error`, a list that failed.
   *
   * @throws {TypeError} When the response has ended.
   *
   * @example
   * yield* writer.mcpListTools('deepwiki', [{ name: 'ask_question', input_schema: {} }])
   */
  mcpListTools(
    server_label: string,
    tools: readonly McpTool[],
    fields: Fields<'mcp_list_tools', 'server_label' | 'tools'> = {},
  ): Events {
    return this.item({ type: 'mcp_list_tools', ...fields, server_label, tools })
  }

  /**
   * Writes a call of a tool of an MCP server; with an `error`, a failed call. The arguments are one
   * delta unless `by` is given.
   *
   * @throws {TypeError} When the response has ended.
   *
   * @example
   * yield* writer.mcpCall('deepwiki', 'ask_question', { question: 'What is MSW?' }, 'A library.')
   */
  mcpCall(
    server_label: string,
    name: string,
    args: string | object,
    output: string | null,
    {
      by,
      ...fields
    }: Cut & Fields<'mcp_call', 'server_label' | 'name' | 'arguments' | 'output'> = {},
  ): Events {
    const status = fields.error ? 'failed' : 'completed'
    const call = { status, ...fields, server_label, name, arguments: json(args), output } as const
    return this.item({ type: 'mcp_call', ...call }, { by })
  }

  /**
   * Writes a request for the approval of a call of a tool of an MCP server.
   *
   * @throws {TypeError} When the response has ended.
   *
   * @example
   * yield* writer.mcpApprovalRequest('deepwiki', 'ask_question', { question: 'What is MSW?' })
   */
  mcpApprovalRequest(
    server_label: string,
    name: string,
    args: string | object,
    fields: Fields<'mcp_approval_request', 'server_label' | 'name' | 'arguments'> = {},
  ): Events {
    const call = { server_label, name, arguments: json(args) }
    return this.item({ type: 'mcp_approval_request', ...fields, ...call })
  }

  /**
   * Writes a call of a shell, with one command or several.
   *
   * @param options.timeout_ms The timeout of the commands, in milliseconds; null unless given.
   * @throws {TypeError} When the response has ended.
   *
   * @example
   * yield* writer.shellCall(['ls', 'pwd'])
   */
  shellCall(
    commands: string | readonly string[],
    {
      by,
      max_output_length = null,
      timeout_ms = null,
      ...fields
    }: Cut & {
      readonly max_output_length?: number | null
      /** The timeout of the commands, in milliseconds. */
      readonly timeout_ms?: number | null
    } & Fields<'shell_call', 'action'> = {},
  ): Events {
    const action = { commands: [commands].flat(), max_output_length, timeout_ms }
    return this.item({ type: 'shell_call', ...fields, action }, { by })
  }

  /**
   * Writes any item of the output. The id, the status and other fields have defaults.
   *
   * @throws {TypeError} When the response has ended, or another item is not done.
   *
   * @example
   * yield* writer.item({ type: 'compaction', encrypted_content: 'AAAA' })
   */
  *item(item: Partially<ResponseOutputItem>, options: ItemOptions = {}): Events {
    yield* this.begin()
    const whole = completeItem(item, this.#nextId)
    try {
      if (!this.#interleaves) this.order.assertNoneOpen()
      for (const event of itemEvents(whole, this.order.nextIndex, options)) {
        yield this.number(event)
      }
    } catch (error) {
      // Captured again here: a stack from deeper functions may be too short to contain the author's
      // line.
      if (error instanceof Error) Error.captureStackTrace?.(error)
      throw error
    }
  }

  /**
   * Writes items at the same time: one event of each part in turn. An item is added together with
   * its first event, as OpenAI does.
   *
   * @param parts The events of the items, each from another method of this writer.
   * @throws {TypeError} When the response has ended.
   *
   * @example
   * yield* writer.interleave(writer.mcpListTools('docs', []), writer.mcpListTools('wiki', []))
   */
  *interleave(...parts: ReadonlyArray<Iterable<ResponseStreamEvent>>): Events {
    yield* this.begin()
    const before = this.#interleaves
    this.#interleaves = true
    try {
      yield* takeTurns(parts, ({ type }) => type === 'response.output_item.added')
    } finally {
      this.#interleaves = before
    }
  }

  readonly #nextId: NextId = (prefix) => {
    const id = this.#count(prefix)
    return this.order.ids.has(id) ? this.#nextId(prefix) : id
  }
}

/** Renames the ids of a call to their names on the wire. */
function callFields<Options extends CallIds>({ id, call_id = id, item_id, ...fields }: Options) {
  return { ...fields, ...defined({ id: item_id, call_id }) }
}

function json(args: string | object): string {
  return typeof args === 'string' ? args : JSON.stringify(args)
}
