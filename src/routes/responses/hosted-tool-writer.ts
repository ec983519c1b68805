import type {
  ResponseFileSearchToolCall,
  ResponseFunctionWebSearch,
  ResponseOutputItem,
  ResponseStreamEvent,
} from 'openai/resources/responses/responses'
import { argumentsText } from '../protocol/arguments-text.js'
import { OutputWriter } from './output-writer.js'
import type { Cut, Fields } from './response-writer-options.js'

type McpTool = Extract<ResponseOutputItem, { type: 'mcp_list_tools' }>['tools'][number]

type Events = Generator<ResponseStreamEvent>

/** Writes the calls of tools that the API itself runs, and of a shell. */
export class HostedToolWriter extends OutputWriter {
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
    const call = {
      status,
      ...fields,
      server_label,
      name,
      arguments: argumentsText(args),
      output,
    } as const
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
    const call = { server_label, name, arguments: argumentsText(args) }
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
}
