import type { ResponseOutputItem } from 'openai/resources/responses/responses'
import { defined, type Partially } from '../protocol/defaults.js'
import type { NextId } from '../protocol/ids.js'
import type { Events, ItemOptions } from './item-lifecycle.js'
import { lifecycleOf } from './lifecycle-of.js'
import { orderedByName, orderedItem } from './wire-order.js'

/** Makes the events of one item of the output, from the beginning to the end. */
export function* itemEvents(
  item: ResponseOutputItem,
  output_index: number,
  options: ItemOptions = {},
): Events {
  const { begin, events } = lifecycleOf(item.type)
  // At its beginning, an item lacks fields that the SDK's types require.
  const added = (begin?.(item) ?? item) as ResponseOutputItem

  yield { type: 'response.output_item.added', output_index, item: added }
  if (events) yield* events(item, { item_id: item.id ?? '', output_index }, options)
  yield { type: 'response.output_item.done', output_index, item }
}

/**
 * Completes an item: the id and the other fields with a default. An item without a type is a
 * message.
 *
 * @param more Default fields of this item alone.
 */
export function completeItem(
  given: Partially<ResponseOutputItem>,
  nextId: NextId,
  more: object = {},
): ResponseOutputItem {
  const { type = 'message', ...rest } = given
  const { prefix, isCall = false, defaults } = lifecycleOf(type)
  const fields: Readonly<Record<string, unknown>> = defined(rest)
  const item = {
    id: fields['id'] ?? nextId(prefix),
    type,
    ...defaults?.(),
    ...(isCall && !('call_id' in fields) && { call_id: nextId('call') }),
    ...(fields['error'] ? { status: 'failed' } : {}),
    ...more,
    ...fields,
  }
  const { content } = fields
  const isMessage = type === 'message' && Array.isArray(content)
  const whole = { ...item, ...(isMessage && { content: content.map(completePart) }) }
  // The author gives the fields without a default. The schema of the events checks them.
  return orderedItem(whole as ResponseOutputItem)
}

function completePart(part: { readonly type?: string | undefined }): object {
  if ((part.type ?? 'output_text') !== 'output_text') return part
  return orderedByName({ type: 'output_text', annotations: [], logprobs: [], ...defined(part) })
}

/** Lists the ids of the items of an output, and the `call_id` of each call. */
export function* idsOf(output: Iterable<Partially<ResponseOutputItem>>): Generator<unknown> {
  for (const item of output) {
    yield item.id
    if ('call_id' in item) yield item.call_id
  }
}
