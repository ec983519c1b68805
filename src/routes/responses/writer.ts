import type {
  ResponseFileSearchToolCall,
  ResponseFunctionWebSearch,
  ResponseOutputItem,
  ResponseOutputText,
  ResponseStreamEvent,
} from 'openai/resources/responses/responses'
import type { Partially } from '../../streaming/index.js'
import type { By } from '../protocol/cut-text.js'
import { completeResponse } from './complete.js'
import type { WireResponse } from './events.js'
import { ResponseLife } from './life.js'
import type { Telling } from './lifecycles.js'
import { completeItem, countIds, itemEvents } from './output-item.js'

/** What only the end of a response says. */
type Late = 'usage' | 'completed_at' | 'error' | 'incomplete_details'

/** What a response is in the beginning. Whatever is left out has a default, which is always the same. */
export type ResponseWriterOptions = Partially<Omit<WireResponse, 'output' | 'status' | Late>> & {
  /** Pad each delta to a multiple of 16 characters, as OpenAI does; not unless asked. */
  readonly obfuscation?: boolean
}

/** Fields of an item, beside those that a method takes by position. All have defaults. */
type Fields<Type, Given extends string> = Partial<
  Omit<Extract<ResponseOutputItem, { type: Type }>, 'type' | Given>
>

interface Cut {
  /** How it is cut into deltas; by `word` unless given. */
  readonly by?: By
}

interface MessageOptions extends Cut, Fields<'message', 'content' | 'role'> {
  readonly annotations?: ResponseOutputText['annotations']
  readonly logprobs?: NonNullable<ResponseOutputText['logprobs']>
  readonly phase?: 'commentary' | 'final_answer'
}

type McpTool = Extract<ResponseOutputItem, { type: 'mcp_list_tools' }>['tools'][number]

/**
 * Write the events of one response: whole lifecycles, numbered, with indexes and ids. Create it
 * inside `generate()`, so that each play has its own. Methods for one event return it, the others
 * are for `yield*`. Arguments given as a text are sent as they are, others as JSON.
 *
 * Every method throws a `TypeError` when what it writes is out of order.
 *
 * @example
 * class Weather extends EventStream<ResponseStreamEvent> {
 *   *generate(): Generator<ResponseStreamEvent> {
 *     const writer = responseWriter({ model: 'gpt-5' })
 *     yield* writer.message('Let me look.')
 *     yield* writer.functionCall('get_weather', { city: 'Paris' })
 *     yield writer.completed({ usage: { input_tokens: 9, output_tokens: 12 } })
 *   }
 * }
 */
export function responseWriter(options: ResponseWriterOptions = {}): ResponseWriter {
  const { obfuscation = false, ...fields } = options
  return new ResponseWriter(completeResponse({ ...fields, status: 'in_progress' }), obfuscation)
}

/** What {@link responseWriter} creates. */
export class ResponseWriter extends ResponseLife {
  readonly #newId = countIds(this.id)

  /**
   * A message with one text. Each annotation follows the delta that it ends in, and each of the
   * `logprobs` is in the delta that it begins in.
   *
   * @param options.status `incomplete` for what a limit has cut short: see {@link incomplete}.
   */
  message(
    text: string,
    { by, annotations = [], logprobs = [], ...fields }: MessageOptions = {},
  ): Generator<ResponseStreamEvent> {
    const part = { type: 'output_text' as const, annotations, logprobs, text }
    return this.item({ type: 'message', ...fields, content: [part] }, { by })
  }

  /** A message that refuses. */
  refusal(
    refusal: string,
    { by, ...fields }: Cut & Fields<'message', 'content' | 'role'> = {},
  ): Generator<ResponseStreamEvent> {
    return this.item(
      { type: 'message', ...fields, content: [{ type: 'refusal', refusal }] },
      { by },
    )
  }

  /** Reasoning, with a summary in one part or several; with none, nothing is told of it. */
  reasoning(
    summary: string | readonly string[] = [],
    { by, ...fields }: Cut & Fields<'reasoning', 'summary'> = {},
  ): Generator<ResponseStreamEvent> {
    const texts = [summary].flat().filter((text) => text !== '')
    const parts = texts.map((text) => ({ type: 'summary_text' as const, text }))
    return this.item({ type: 'reasoning', ...fields, summary: parts }, { by })
  }

  /** Reasoning in the open, as models with open weights have it. */
  reasoningText(
    text: string,
    { by, ...fields }: Cut & Fields<'reasoning', 'content'> = {},
  ): Generator<ResponseStreamEvent> {
    const content = [{ type: 'reasoning_text' as const, text }]
    return this.item({ type: 'reasoning', ...fields, content }, { by })
  }

  /** A call of a function. */
  functionCall(
    name: string,
    args: string | object,
    { by, ...fields }: Cut & Fields<'function_call', 'name' | 'arguments'> = {},
  ): Generator<ResponseStreamEvent> {
    return this.item({ type: 'function_call', ...fields, name, arguments: json(args) }, { by })
  }

  /** A call of a custom tool, with any text. */
  customToolCall(
    name: string,
    input: string,
    { by, ...fields }: Cut & Fields<'custom_tool_call', 'name' | 'input'> = {},
  ): Generator<ResponseStreamEvent> {
    return this.item({ type: 'custom_tool_call', ...fields, name, input }, { by })
  }

  /** A search of the web, by one query or several. For another action, see {@link item}. */
  webSearch(
    query: string | readonly string[],
    {
      sources,
      ...fields
    }: Pick<ResponseFunctionWebSearch.Search, 'sources'> & Fields<'web_search_call', 'action'> = {},
  ): Generator<ResponseStreamEvent> {
    const queries = [query].flat()
    const action = {
      type: 'search' as const,
      queries,
      query: queries[0],
      ...(sources && { sources }),
    }
    return this.item({ type: 'web_search_call', ...fields, action })
  }

  /** A search of files. The results are null unless the request includes them. */
  fileSearch(
    queries: string | readonly string[],
    results: readonly ResponseFileSearchToolCall.Result[] | null = null,
    fields: Fields<'file_search_call', 'queries' | 'results'> = {},
  ): Generator<ResponseStreamEvent> {
    return this.item({ type: 'file_search_call', ...fields, queries: [queries].flat(), results })
  }

  /** A run of Python. The outputs are null unless the request includes them. */
  codeInterpreter(
    code: string,
    { by, ...fields }: Cut & Fields<'code_interpreter_call', 'code'> = {},
  ): Generator<ResponseStreamEvent> {
    return this.item({ type: 'code_interpreter_call', ...fields, code }, { by })
  }

  /** An image, as base64, with whatever of it is shown on the way. */
  imageGeneration(
    result: string,
    {
      partialImages,
      ...fields
    }: { readonly partialImages?: readonly string[] } & Fields<
      'image_generation_call',
      'result'
    > = {},
  ): Generator<ResponseStreamEvent> {
    return this.item({ type: 'image_generation_call', ...fields, result }, { partialImages })
  }

  /** The tools of an MCP server; or, with an `error`, that it did not tell. */
  mcpListTools(
    server_label: string,
    tools: readonly McpTool[],
    fields: Fields<'mcp_list_tools', 'server_label' | 'tools'> = {},
  ): Generator<ResponseStreamEvent> {
    return this.item({ type: 'mcp_list_tools', ...fields, server_label, tools })
  }

  /** A call of an MCP server's tool; one that has failed when there is an `error`. Its arguments are one delta unless cut. */
  mcpCall(
    server_label: string,
    name: string,
    args: string | object,
    output: string | null,
    {
      by,
      ...fields
    }: Cut & Fields<'mcp_call', 'server_label' | 'name' | 'arguments' | 'output'> = {},
  ): Generator<ResponseStreamEvent> {
    const status = fields.error ? 'failed' : 'completed'
    const call = { status, ...fields, server_label, name, arguments: json(args), output } as const
    return this.item({ type: 'mcp_call', ...call }, { by })
  }

  /** A question whether an MCP server's tool may be called. */
  mcpApprovalRequest(
    server_label: string,
    name: string,
    args: string | object,
    fields: Fields<'mcp_approval_request', 'server_label' | 'name' | 'arguments'> = {},
  ): Generator<ResponseStreamEvent> {
    const call = { server_label, name, arguments: json(args) }
    return this.item({ type: 'mcp_approval_request', ...fields, ...call })
  }

  /** Commands for a shell. */
  shellCall(
    commands: string | readonly string[],
    {
      by,
      max_output_length = null,
      timeout_ms = null,
      ...fields
    }: Cut & {
      readonly max_output_length?: number | null
      /** Milliseconds. */
      readonly timeout_ms?: number | null
    } & Fields<'shell_call', 'action'> = {},
  ): Generator<ResponseStreamEvent> {
    const action = { commands: [commands].flat(), max_output_length, timeout_ms }
    return this.item({ type: 'shell_call', ...fields, action }, { by })
  }

  /** Any item of the output. What it lacks has a default: its id, its status, and so on. */
  *item(
    item: Partially<ResponseOutputItem>,
    telling: Telling = {},
  ): Generator<ResponseStreamEvent> {
    yield* this.begin()
    const whole = completeItem(item, this.#newId)
    try {
      for (const event of itemEvents(whole, this.sequence.output.length, telling)) {
        yield this.event(event)
      }
    } catch (error) {
      // The author's line lies too deep for the stack of an error from down there.
      if (error instanceof Error) Error.captureStackTrace?.(error)
      throw error
    }
  }
}

function json(args: string | object): string {
  return typeof args === 'string' ? args : JSON.stringify(args)
}
