import { api } from '../../routes/api.js'
import type { Endpoint } from '../../routes/endpoint.js'
import { endpointsOf } from '../../routes/endpoints-of.js'
import { RecordReader } from '../../routes/lint/record-reader.js'
import { isCounted, itemOfRecord, type StreamItem } from '../../routes/lint/stream-item.js'

type AnyEndpoint = Endpoint<unknown, unknown, unknown>

/** The bytes to look at. More of them are needed where the first event is a long one. */
const HEADS = [65_536, 1_048_576]
/** The most bytes by which an endpoint is recognized. */
export const MOST_RECOGNIZED = Math.max(...HEADS)

/**
 * Recognizes the endpoint of a recorded stream: the one whose schema most events match or, where
 * none does, whose reader recognizes most events. Of several, it is the one whose streams begin with
 * the first event, or else the first in the tree: a stream of a response that resumes another one
 * is recognized as one of `responses.create`.
 *
 * @returns The endpoint; undefined where no endpoint of the API has such events.
 *
 * @example
 * const endpoint = recognizeEndpoint(await readFile('answer.sse'))
 */
export function recognizeEndpoint(bytes: Uint8Array): AnyEndpoint | undefined {
  for (const size of HEADS) {
    const found = recognizeHead(bytes.subarray(0, size))
    if (found || bytes.length <= size) return found
  }
  return undefined
}

function recognizeHead(head: Uint8Array): AnyEndpoint | undefined {
  const streaming = endpointsOf(api).filter(({ wire }) => wire)
  return recognizeAmong(streaming, (endpoint) => itemsIn(endpoint, head))
}

/**
 * Chooses the endpoint of a stream, as {@link recognizeEndpoint} does.
 *
 * @param itemsOf Reads the stream as one of the endpoint.
 */
export function recognizeAmong(
  endpoints: readonly AnyEndpoint[],
  itemsOf: (endpoint: AnyEndpoint) => readonly StreamItem[],
): AnyEndpoint | undefined {
  const [best] = endpoints
    .map((endpoint) => likenessOf(endpoint, itemsOf(endpoint)))
    .toSorted(
      (one, other) =>
        other.events - one.events ||
        other.known - one.known ||
        Number(other.begins) - Number(one.begins),
    )
  return best && best.events + best.known > 0 ? best.endpoint : undefined
}

/** Counts the events that match the schema of an endpoint, and others that its reader recognizes. */
function likenessOf(endpoint: AnyEndpoint, items: readonly StreamItem[]) {
  const first = items.find(isCounted)
  return {
    endpoint,
    events: items.filter(({ type }) => type === 'event').length,
    known: items.filter((item) => isKnown(endpoint, item)).length,
    begins: first !== undefined && beginsWith(endpoint, first),
  }
}

function itemsIn({ wire, rules }: AnyEndpoint, head: Uint8Array): StreamItem[] {
  const records = [...new RecordReader().read(head)]
  return records.flatMap(({ name, data }) =>
    wire && data !== undefined ? [itemOfRecord({ wire, rules }, name, data)] : [],
  )
}

/** Recognizes an event that does not match the schema, also by the name of its record in the place of its type. */
function isKnown({ events: reader }: AnyEndpoint, item: StreamItem): boolean {
  if (item.type !== 'misfit' || !reader?.is) return false
  const { name: type, value } = item
  return reader.is(value) || (type !== undefined && reader.is({ type, ...Object(value) }))
}

function beginsWith({ rules }: AnyEndpoint, item: StreamItem): boolean {
  const event = item.type === 'event' ? item.event : item.type === 'misfit' && item.value
  return rules?.beginsWith?.(event) ?? false
}
