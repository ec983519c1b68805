import { api } from '../../routes/api.js'
import type { Endpoint } from '../../routes/endpoint.js'
import { endpointsOf } from '../../routes/endpoint-tree.js'
import { Linter } from '../../routes/lint/linter.js'

/** The most bytes to look at. */
const HEAD = 65_536

/**
 * Recognizes the endpoint of a recorded stream: the one whose schema most events match, and of
 * those the one whose rules the stream obeys best.
 *
 * @returns The endpoint; undefined where no endpoint of the API has such events.
 *
 * @example
 * const endpoint = recognizeEndpoint(await readFile('answer.sse'))
 */
export function recognizeEndpoint(
  bytes: Uint8Array,
): Endpoint<unknown, unknown, unknown> | undefined {
  const head = bytes.subarray(0, HEAD)
  const [best] = endpointsOf(api)
    .filter(({ wire }) => wire)
    .map((endpoint) => {
      const linter = new Linter(endpoint)
      const findings = linter.bytes(head).length
      return { endpoint, events: linter.events, findings }
    })
    .toSorted((one, other) => other.events - one.events || one.findings - other.findings)
  return best && best.events > 0 ? best.endpoint : undefined
}
