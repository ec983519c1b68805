import { isRecord } from '../protocol/defaults.js'
import { listAt, valueAt } from '../protocol/fields.js'
import { print } from '../protocol/print.js'
import { itemTypeOf, stateIn } from './item-state.js'
import type { ResponseRule, ResponseState } from './response-state.js'

const ADDED = 'response.output_item.added'
const DONE = 'response.output_item.done'

/** The rules for the items of the output. */
export const itemRules: readonly ResponseRule[] = [
  {
    id: 'responses/item-index',
    severity: 'error',
    reason:
      'Clients append each added item to the output, and find the item by its index from then on.',
    event({ event }, before) {
      if (before.read(event).type !== ADDED) return undefined
      const received = valueAt(event, 'output_index')
      const expected = before.nextIndex
      if (received === expected || (before.isOfResumed(event) && before.items.size === 0))
        return undefined
      return { message: 'The output_index is not that of the next item.', expected, received }
    },
  },
  {
    id: 'responses/item-added-first',
    severity: 'error',
    reason: "The SDK's stream helper throws at an event of an item that was not added.",
    event({ event }, before) {
      const { item, type } = before.read(event)
      if (item || type === ADDED || type === '' || before.hasUntyped) return undefined
      if (before.isOfResumed(event)) return undefined
      const received = valueAt(event, 'output_index')
      if (received === undefined) return undefined
      return { message: `No ${ADDED} comes before the event.`, received }
    },
  },
  {
    id: 'responses/item-closed',
    severity: 'error',
    reason: 'A client uses an item once it is done, and misses what comes later.',
    event({ event }, before) {
      const { item, type } = before.read(event)
      if (!item?.done || type === ADDED) return undefined
      return { message: `The event comes after ${DONE} of its item.` }
    },
  },
  {
    id: 'responses/item-done',
    severity: 'error',
    reason: 'A client that waits for response.output_item.done never gets the item.',
    event({ event }, before) {
      const { isFinal, type } = before.read(event)
      if (!isFinal || type === 'response.failed' || before.ending) return undefined
      const output = listAt(event, 'response', 'output')
      const ids = new Set(output.map((item) => valueAt(item, 'id')))
      return [...before.items.values()]
        .filter((item) => !item.done && !(item.type === LEFT_OPEN && ids.has(item.id)))
        .map(({ index, id }) => ({ message: `Item ${print(index)} is not done.`, received: id }))
    },
  },
  {
    id: 'responses/item-id',
    severity: 'error',
    reason: "The SDK's stream helper throws at an event whose item_id is not the id of its item.",
    once: true,
    event({ event }, before) {
      const { added, id: expected } = before.read(event).item ?? {}
      // An item without an id may have one in the end, but no other event can name the item.
      const done = expected === undefined ? undefined : doneIn(event, before)?.['id']
      const received = valueAt(event, 'item_id') ?? done
      if (!added || received === undefined || received === expected) return undefined
      return { message: 'The id is not the one with which the item was added.', expected, received }
    },
  },
  {
    id: 'responses/item-id-unique',
    severity: 'error',
    reason: 'Clients find an item by its id, and confuse two items with the same one.',
    event({ event }, before) {
      const id = valueAt(event, 'item', 'id')
      if (before.read(event).type !== ADDED || id === undefined || !before.ids.has(id)) {
        return undefined
      }
      return { message: 'Another item has the same id.', received: id }
    },
  },
  {
    id: 'responses/item-type',
    severity: 'error',
    reason: 'Clients read the events of an item by the type with which the item was added.',
    event({ event }, before) {
      const { item, type } = before.read(event)
      const received = doneIn(event, before)?.['type'] ?? itemTypeOf(type)
      if (!item?.added || received === undefined || received === item.type) return undefined
      return {
        message: `An item of type ${item.type} has no such event.`,
        expected: item.type,
        received,
      }
    },
  },
  {
    id: 'responses/call-id',
    severity: 'error',
    reason:
      'A client answers the call_id that it saw first, and calls the tool by the name that it saw first.',
    event({ event }, before) {
      const added = before.read(event).item?.added
      const done = doneIn(event, before)
      if (!added || !done) return undefined
      return ['call_id', 'name']
        .filter((field) => field in added && added[field] !== done[field])
        .map((field) => ({
          message: `The ${field} of the item changes.`,
          expected: added[field],
          received: done[field],
        }))
    },
  },
  {
    id: 'responses/tool-order',
    severity: 'warning',
    reason:
      'The call of a tool is first in progress, then searching, interpreting or generating, and then completed or failed.',
    event({ event }, before) {
      const { item, type: received } = before.read(event)
      const state = stateIn(received)
      // After an approval, OpenAI reports the progress of a call twice.
      const isLate = item && state !== undefined && (state < item.state || item.state === 2)
      return isLate ? { message: 'The state of the call comes too late.', received } : undefined
    },
  },
  {
    id: 'responses/partial-image-index',
    severity: 'warning',
    reason: 'The partial images of an image count from 0 on.',
    event({ event }, before) {
      const { item } = before.read(event)
      const received = valueAt(event, 'partial_image_index')
      if (!item?.isWhole || received === undefined || received === item.partialImages) {
        return undefined
      }
      const expected = item.partialImages
      return { message: 'The partial_image_index is not the next one.', expected, received }
    },
  },
]

/** The type of the items that OpenAI leaves open where it adds several of them at once. */
const LEFT_OPEN = 'mcp_list_tools'

/** Gives the item of an event that ends an item. */
function doneIn(
  event: unknown,
  before: ResponseState,
): Readonly<Record<string, unknown>> | undefined {
  if (before.read(event).type !== DONE) return undefined
  const item = valueAt(event, 'item')
  return isRecord(item) ? item : undefined
}
