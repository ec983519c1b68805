import type { ResponseStreamEvent } from 'openai/resources/responses/responses'
import { argumentsText } from '../protocol/arguments-text.js'
import { defined } from '../protocol/defaults.js'
import { completeResponse } from './complete.js'
import { HostedToolWriter } from './hosted-tool-writer.js'
import type {
  CallIds,
  Cut,
  Fields,
  MessageOptions,
  ResponseCustomToolCallOptions,
  ResponseToolCall,
  ResponseToolCallOptions,
  ResponseWriterOptions,
} from './response-writer-options.js'

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
export class ResponseWriter extends HostedToolWriter {
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
    return this.item(
      { type: 'function_call', ...fields, name, arguments: argumentsText(args) },
      { by },
    )
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
}

/** Renames the ids of a call to their names on the wire. */
function callFields<Options extends CallIds>({ id, call_id = id, item_id, ...fields }: Options) {
  return { ...fields, ...defined({ id: item_id, call_id }) }
}
