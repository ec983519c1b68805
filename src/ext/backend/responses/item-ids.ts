import type { ResponseOutputItem } from 'openai/resources/responses/responses'
import { textAt, valueAt } from '../../../routes/protocol/fields.js'
import type { NextId } from '../../../routes/protocol/ids.js'
import { lifecycleOf } from '../../../routes/responses/lifecycle-of.js'
import type { Numbering } from '../numbering.js'

/**
 * Makes a function that gives the ids of items, of which the backend gives each once.
 *
 * @param earlier The items of the same conversation. A test may have put them there with any ids.
 */
export function itemIds(numbering: Numbering, earlier: readonly object[]): NextId {
  const taken = new Set(earlier.flatMap((item) => [textAt(item, 'id'), textAt(item, 'call_id')]))
  return (prefix) => {
    let id: string
    do id = numbering.nextId(`${prefix}_`)
    while (taken.has(id))
    return id
  }
}

/** Gives an item an id, and a call its `call_id`, unless the item has them. */
export function identified<Item extends object>(item: Item, nextId: NextId): Item {
  const { isCall = false } = rulesOf(item)
  return {
    ...item,
    id: textAt(item, 'id') || newItemId(item, nextId),
    ...(isCall && { call_id: textAt(item, 'call_id') || nextId('call') }),
  }
}

/** Gives a new id for an item, which begins as the type of the item asks. */
export function newItemId(item: object, nextId: NextId): string {
  return nextId(rulesOf(item).prefix)
}

function rulesOf(item: object) {
  // An item without a type is a message. There are rules for types that the SDK lacks, too.
  return lifecycleOf((valueAt(item, 'type') ?? 'message') as ResponseOutputItem['type'])
}
