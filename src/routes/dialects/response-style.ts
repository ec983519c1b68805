import { isCue } from '../../streaming/internal.js'
import type { Cue } from '../../streaming/index.js'
import { copyRequest } from '../copy-request.js'
import { listAt, textAt, valueAt } from '../protocol/fields.js'
import type { WireResponse } from '../responses/response-event-schema.js'
import type { EndpointOf } from './change-by-name.js'

type ResponsesEndpoint = EndpointOf<'responses.create'>
type Request = Parameters<NonNullable<ResponsesEndpoint['unfold']>>[1]
type Events = ReturnType<NonNullable<ResponsesEndpoint['unfold']>>
type Given = ReturnType<NonNullable<ResponsesEndpoint['fromReply']>>
type Fields = Readonly<Record<string, unknown>>

/** The way in which one server writes responses that are given as a text, a resource or a reply. */
export interface ResponseStyle {
  /** The reasoning of a reply: a summary, or the text in full. */
  readonly reasoning: 'summary' | 'text'
  /** True where the arguments of a call are one delta. */
  readonly hasWholeArguments?: boolean
  /** The comments before the first event. */
  readonly opening?: readonly Cue[]
  /** Changes the response inside events, and as a plain answer. */
  response?(response: WireResponse): object
  /** Changes an event, which has its number already. */
  event?(event: Fields): object
}

/** Makes an endpoint of responses that writes its answers in the style of a server, without padding. */
export function inResponseStyle(
  endpoint: ResponsesEndpoint,
  style: ResponseStyle,
): ResponsesEndpoint {
  const { opening = [], reasoning } = style
  return {
    ...endpoint,
    unfold(response, request) {
      const given = [...(endpoint.unfold?.(response, unpadded(request)) ?? [])]
      const events = given.filter((event) => !isCue(event)).map((event) => ({ ...event }))
      const written = style.hasWholeArguments ? withWholeArguments(events) : events
      const changed = written.map((event, number) => write(event, number, style))
      // Events of other servers have other fields than the SDK's types.
      return [...opening, ...changed] as Events
    },
    fromReply(reply, request) {
      const given = endpoint.fromReply?.(reply, request) ?? {}
      return reasoning === 'text' ? withReasoningText(given) : given
    },
    plain: (response) => style.response?.(response) ?? response,
  }
}

function write(event: Fields, sequence_number: number, style: ResponseStyle): object {
  const response = valueAt(event, 'response')
  const numbered = {
    ...event,
    sequence_number,
    // An event with a response has a whole one.
    ...(response !== undefined && style.response
      ? { response: style.response(response as WireResponse) }
      : {}),
  }
  return style.event?.(numbered) ?? numbered
}

function unpadded(request: Request): Request {
  return {
    ...copyRequest(request),
    body: { ...request.body, stream_options: { include_obfuscation: false } },
  }
}

const DELTA = 'response.function_call_arguments.delta'

/** Joins the deltas of the arguments of each call to one. */
function withWholeArguments(events: readonly Fields[]): Fields[] {
  const ends = events.filter((event) => textAt(event, 'type').endsWith('arguments.done'))
  const whole = new Map(ends.map((event) => [valueAt(event, 'item_id'), event['arguments']]))
  const begun = new Set<unknown>()
  return events.flatMap((event) => {
    const id = event['item_id']
    if (event['type'] !== DELTA) return [event]
    if (begun.has(id)) return []
    begun.add(id)
    return [{ ...event, delta: whole.get(id) }]
  })
}

/** Gives the reasoning of a reply in full, and no summary. */
function withReasoningText(given: Given): Given {
  const output = given.output?.map((item) => {
    if (item.type !== 'reasoning') return item
    const content = listAt(item, 'summary').map((part) => ({
      type: 'reasoning_text' as const,
      text: textAt(part, 'text'),
    }))
    return { ...item, summary: [], content }
  })
  return { ...given, output }
}
