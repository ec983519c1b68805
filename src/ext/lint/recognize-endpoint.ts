import { api } from '../../routes/api.js'
import type { Endpoint } from '../../routes/endpoint.js'
import { endpointsOf } from '../../routes/endpoints-of.js'
import { Linter } from '../../routes/lint/linter.js'
import { RecordReader } from '../../routes/lint/record-reader.js'
import { itemOfRecord } from '../../routes/lint/stream-item.js'

type AnyEndpoint = Endpoint<unknown, unknown, unknown>

/** The bytes to look at. More of them are needed where the first event is a long one. */
const HEADS = [65_536, 1_048_576]
/** The most bytes by which an endpoint is recognized. */
export const MOST_RECOGNIZED = Math.max(...HEADS)

/**
 * Recognizes the endpoint of a recorded stream: the one whose schema most events match or, where
 * none does, whose reader recognizes most events. Of several, it is the one whose rules the stream
 * obeys best.
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
  const [best] = endpointsOf(api)
    .filter(({ wire }) => wire)
    .map((endpoint) => likenessOf(endpoint, head))
    .toSorted(
      (one, other) =>
        other.events - one.events || other.known - one.known || one.findings - other.findings,
    )
  return best && best.events + best.known > 0 ? best.endpoint : undefined
}

function likenessOf(endpoint: AnyEndpoint, head: Uint8Array) {
  const linter = new Linter(endpoint)
  const findings = linter.bytes(head).length
  return { endpoint, events: linter.events, known: knownEvents(endpoint, head), findings }
}

/** Counts the events that match no schema, and that the reader of an endpoint recognizes. */
function knownEvents({ wire, rules, events: reader }: AnyEndpoint, head: Uint8Array): number {
  let count = 0
  for (const { name, data } of new RecordReader().read(head)) {
    const item = wire && data !== undefined ? itemOfRecord({ wire, rules }, name, data) : undefined
    if (item?.type === 'misfit' && reader?.is?.(item.value)) count++
  }
  return count
}
