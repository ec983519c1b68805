import type { Item, Spell } from '../frame.js'

/** What an item puts on the wire, where another stage has left that open. */
export function spelled(item: Item, spell: Spell): Item {
  return item.type === 'comment' || item.type === 'raw' ? spell(item) : item
}
