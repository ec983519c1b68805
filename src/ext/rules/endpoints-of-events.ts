import { api } from '../../routes/api.js'
import { endpointsOf } from '../../routes/endpoints-of.js'
import { RecordReader } from '../../routes/lint/record-reader.js'
import { itemOfEvent, itemOfRecord, type RecordItem } from '../../routes/lint/stream-item.js'
import { ENDPOINTS } from './speaking-endpoints.js'

/** The bytes of a recorded stream, or events as data. */
export type GivenEvents = Uint8Array | readonly unknown[]

/**
 * Lists the endpoints at which a model speaks that send events such as these. The list is empty for
 * events that the API does not have.
 */
export function endpointsOfEvents(events: GivenEvents): string[] {
  const [records, listed] = events instanceof Uint8Array ? [dataOf(events), []] : [[], events]
  return endpointsOf(api)
    .filter(({ name }) => ENDPOINTS.includes(name))
    .filter(({ wire, rules }) => {
      if (!wire) return false
      const judged = { wire, rules }
      return (
        records.some(({ name, data }) => isEvent(itemOfRecord(judged, name, data))) ||
        listed.some((event) => isEvent(itemOfEvent(judged, event)))
      )
    })
    .map(({ name }) => name)
}

/** Recognizes a recorded stream: at least one record has data. */
export function isRecording(bytes: Uint8Array): boolean {
  return dataOf(bytes).length > 0
}

function isEvent({ type }: RecordItem): boolean {
  return type === 'event'
}

/** Lists the records with data. A record that lacks its blank line is not whole. */
function dataOf(bytes: Uint8Array) {
  const records = [...new RecordReader().read(bytes)]
  return records.flatMap(({ name, data }) => (data === undefined ? [] : [{ name, data }]))
}
