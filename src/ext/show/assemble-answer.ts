import type { CallRequest } from '../../routes/endpoint.js'
import { valueAt } from '../../routes/protocol/fields.js'
import type { StreamedToolCall } from '../../routes/protocol/readers.js'
import type { AnyEndpoint } from './any-endpoint.js'
import type { ShownAnswer, ToolCallStep } from './shown-stream.js'

/** The most events to read for the steps of growing tool calls: each step reads all events before it. */
const MOST_READ = 200_000
/** The fewest steps, however many events there are. */
const FEWEST_STEPS = 20

/** The event of a record; undefined for a record that is no event. */
type EventOfRecord = { readonly value: unknown } | undefined

/**
 * Makes the answer of the events of a stream, by the reader and by the `fold` of the endpoint.
 *
 * @param events One entry for each record.
 * @param text The text of the stream.
 */
export function assembleAnswer(
  endpoint: AnyEndpoint,
  events: readonly EventOfRecord[],
  text: string,
): ShownAnswer {
  const values = valuesOf(events)
  const toolCalls = endpoint.events?.toolCalls?.(values) ?? []
  return {
    text,
    toolCalls,
    steps: toolCalls.length > 0 ? stepsOf(endpoint, events, toolCalls) : [],
    ...foldedUsage(endpoint, values),
  }
}

/** Folds the events for the usage. Events that the protocol does not allow make no answer. */
function foldedUsage(
  { fold, path }: AnyEndpoint,
  values: readonly unknown[],
): Pick<ShownAnswer, 'usage' | 'problem'> {
  if (!fold || values.length === 0) return { usage: undefined, problem: undefined }
  const request: CallRequest = {
    body: {},
    params: {},
    url: new URL(path, 'https://api.openai.com'),
    headers: new Headers(),
    number: 1,
  }
  try {
    return { usage: valueAt(fold(values, request), 'usage') ?? undefined, problem: undefined }
  } catch (error) {
    return { usage: undefined, problem: error instanceof Error ? error.message : String(error) }
  }
}

/** Lists the records at which the tool calls grow, and the calls there. */
function stepsOf(
  { events: reader }: AnyEndpoint,
  events: readonly EventOfRecord[],
  whole: readonly StreamedToolCall[],
): ToolCallStep[] {
  const growing = events.flatMap((event, at) =>
    event && reader?.toolCalls?.([event.value]).length ? [at] : [],
  )
  return thinned(growing, events.length).map((at) => {
    const calls = reader?.toolCalls?.(valuesOf(events.slice(0, at + 1))) ?? []
    return { at, given: calls.map((call, index) => shortForm(givenTo(call), whole[index])) }
  })
}

/** Keeps some places of many, always with the last. */
function thinned(places: readonly number[], events: number): readonly number[] {
  const most = Math.max(FEWEST_STEPS, Math.floor(MOST_READ / events))
  const every = Math.ceil(places.length / most)
  return places.filter((_, index) => (places.length - 1 - index) % every === 0)
}

function shortForm(text: string, whole: StreamedToolCall | undefined): number | string {
  return whole && givenTo(whole).startsWith(text) ? text.length : text
}

/** Gives the arguments of a function, or the input of a custom tool. */
export function givenTo({ arguments: given, input }: StreamedToolCall): string {
  return given ?? input ?? ''
}

function valuesOf(events: readonly EventOfRecord[]): unknown[] {
  return events.flatMap((event) => (event ? [event.value] : []))
}
