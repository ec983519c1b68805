import type { ResponseItem } from 'openai/resources/responses/responses'
import { apiError } from '../../../routes/api-error.js'
import { listAt, textAt, valueAt } from '../../../routes/protocol/fields.js'
import type { NextId } from '../../../routes/protocol/ids.js'
import { itemPage } from '../../../routes/responses/conversation-items.js'
import { callsHaveOutputs } from '../../../routes/responses/input-rules.js'
import type { BackendContext } from '../context.js'
import type { ModelRequest } from '../model/model-request.js'
import { Refusal } from '../resources/refusal.js'
import type { MemoryStore } from '../store/store.js'
import { earlierThan, itemWithId, type Earlier } from './earlier-items.js'
import { duplicateItem, noItemToRefer } from './response-errors.js'
import { identified, itemIds } from './item-ids.js'
import { modelRequestOf } from './response-model-request.js'

/** A request for a response, with the conversation that it continues. */
export interface ContinuedRequest {
  /** Everything that was said before the request. */
  readonly earlier: Earlier
  /** The items of the request. */
  readonly input: readonly ResponseItem[]
  /** The request in the words of no endpoint, with the whole conversation. */
  readonly modelRequest: ModelRequest
  /** Gives the ids of further items of the conversation. */
  readonly nextId: NextId
}

/**
 * Reads a request that may continue a response or a conversation.
 *
 * @throws {Refusal} When the request refers to something that does not exist, or has an item twice.
 */
export function readRequest({ store, numbering }: BackendContext, body: unknown): ContinuedRequest {
  const earlier = earlierThan(store, body)
  const nextId = itemIds(numbering, earlier.items)
  const input = itemsOf(inputOf(body), store, nextId)
  assertNew(input, earlier.items)
  return {
    earlier,
    input,
    modelRequest: modelRequestOf(body, [...earlier.items, ...input]),
    nextId,
  }
}

/** @throws {Refusal} When a tool call of the request, or one before it, has no output. */
export function assertCallsHaveOutputs({ earlier, input }: ContinuedRequest, body: object): void {
  const refusal = callsHaveOutputs({ ...body, input: [...earlier.items, ...input] })
  if (refusal) throw new Refusal(apiError(400, { ...refusal }))
}

/**
 * Makes whole items of those of a request. Each gets an id, and a reference becomes the item to which
 * it refers.
 *
 * @throws {Refusal} When a reference refers to nothing.
 */
export function itemsOf(
  given: readonly object[],
  store: MemoryStore,
  nextId: NextId,
): readonly ResponseItem[] {
  const items = given.map((item) =>
    isReference(item) ? referred(item, store) : identified(item, nextId),
  )
  return itemPage<ResponseItem>(items, '').data
}

/** Lists the items of the input of a request, of which a text is one. */
function inputOf(body: unknown): readonly object[] {
  const input = valueAt(body, 'input')
  if (typeof input === 'string') return [{ type: 'message', role: 'user', content: input }]
  return listAt(body, 'input').map(Object)
}

/** Recognizes an item that names another one: by its type, or by its `id` alone. */
function isReference(item: object): boolean {
  const type = textAt(item, 'type')
  return type === 'item_reference' || (type === '' && textAt(item, 'role') === '')
}

function referred(reference: object, store: MemoryStore): object {
  const id = textAt(reference, 'id')
  const item = itemWithId(store, id)
  if (!item) throw new Refusal(noItemToRefer(id))
  return item
}

/** @throws {Refusal} When an item was said before, or is twice in the input. */
function assertNew(input: readonly object[], earlier: readonly object[]): void {
  const known = new Set(earlier.map((item) => textAt(item, 'id')))
  for (const item of input) {
    const id = textAt(item, 'id')
    if (known.has(id)) throw new Refusal(duplicateItem(id))
    known.add(id)
  }
}
