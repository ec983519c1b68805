import type { ResponseOutputItem } from 'openai/resources/responses/responses'
import type { By } from '../protocol/cut-text.js'
import type { UnnumberedEvent } from './response-event-schema.js'

/** Options for the events of an item. */
export interface ItemOptions {
  /** The way to cut the text, the arguments, the code or the commands into deltas; `word` unless given. */
  readonly by?: By | undefined
  /** The previews of an image, in base64; none unless given. */
  readonly partial_images?: readonly string[] | undefined
}

/** The place of an item in the output, as events name the place. */
export interface Place {
  item_id: string
  output_index: number
}

/** Events of one item. */
export type Events = Generator<UnnumberedEvent>

/** The rules for one type of output item. */
export interface ItemLifecycle<Item> {
  /** The prefix of the item's id. */
  readonly prefix: string
  /** True for an item with a `call_id`. */
  readonly isCall?: true
  /** Gives the default fields of an item. */
  defaults?(): Partial<Item>
  /** Makes the item at its beginning; the whole item unless given. */
  begin?(item: Item): Partial<Item>
  /** Makes the events between the beginning and the end of an item; none unless given. */
  events?(item: Item, place: Place, options: ItemOptions): Events
}

/** An output item of one type. */
export type OutputItem<Type> = Extract<ResponseOutputItem, { type: Type }>

/** The status of an item at its beginning. */
export const begun = { status: 'in_progress' } as const

/** The status of an item at its end. */
export const done = { status: 'completed' } as const
