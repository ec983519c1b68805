import type { ResponseOutputItem } from 'openai/resources/responses/responses'
import type { WireResponse } from './response-event-schema.js'

/** Puts the fields of an event, a part or a usage into the order on the wire: the type first, then by name. */
export function orderedByName<Fields extends object>(fields: Fields): Fields {
  return ordered(fields, ['type'])
}

/** Puts the fields of an item of the output into the order on the wire. */
export function orderedItem(item: ResponseOutputItem): ResponseOutputItem {
  return ordered(item, ['id', 'type', 'status'])
}

/** Puts the fields of a response into the order on the wire. */
export function orderedResponse(response: WireResponse): WireResponse {
  return ordered(response, ['id', 'object', 'created_at', 'status'], ['user', 'metadata'])
}

/** Puts the fields of an object into an order: some first, some last, and all others by name. */
function ordered<Fields extends object>(
  fields: Fields,
  first: readonly string[],
  last: readonly string[] = [],
): Fields {
  const fixed = new Set([...first, ...last])
  const others = Object.keys(fields).filter((key) => !fixed.has(key))
  const keys = [...first, ...others.toSorted(), ...last].filter((key) => Object.hasOwn(fields, key))
  const entries: unknown = Object.fromEntries(keys.map((key) => [key, Reflect.get(fields, key)]))
  // The fields are the same.
  return entries as Fields
}
