import { isRecord } from '../../../routes/protocol/defaults.js'
import { listAt, textAt, valueAt } from '../../../routes/protocol/fields.js'
import type { NextId } from '../../../routes/protocol/ids.js'
import type {
  ResponseEvent,
  WireResponse,
} from '../../../routes/responses/response-event-schema.js'
import { orderedResponse } from '../../../routes/responses/wire-order.js'
import { newItemId } from './item-ids.js'

/**
 * Makes a function that gives the events of a script the fields and the ids of the backend: every
 * play of a script has the same ids, and no two items of a backend share an id.
 *
 * @param own The fields of the response that the backend knows, such as its id.
 */
export function ownResponseEvents(
  own: Partial<WireResponse>,
  nextId: NextId,
): (event: ResponseEvent) => ResponseEvent {
  const ids = new Map<string, string>()

  function ownItem(item: unknown): unknown {
    const given = textAt(item, 'id')
    if (!isRecord(item) || given === '') return item
    const id = ids.get(given) ?? newItemId(item, nextId)
    ids.set(given, id)
    return { ...item, id }
  }

  function ownResponse(response: unknown): unknown {
    if (!isRecord(response)) return response
    const changed: object = {
      ...response,
      ...own,
      ...endOf(response, own),
      ...('output' in response && { output: listAt(response, 'output').map(ownItem) }),
    }
    return orderedResponse(changed as WireResponse)
  }

  return (event) => {
    if (!isRecord(event)) return event
    const itemId = valueAt(event, 'item_id')
    const changed: object = {
      ...event,
      ...('item' in event && { item: ownItem(event.item) }),
      ...(typeof itemId === 'string' && { item_id: ids.get(itemId) ?? itemId }),
      ...('response' in event && { response: ownResponse(event.response) }),
    }
    // Only ids and fields of the response are replaced, by others of the same types.
    return changed as ResponseEvent
  }
}

/** Gives the time at which a response ended, which is not before its beginning. */
function endOf(response: object, { created_at = 0 }: Partial<WireResponse>): object {
  const completed = valueAt(response, 'completed_at')
  return typeof completed === 'number' ? { completed_at: Math.max(completed, created_at) } : {}
}
