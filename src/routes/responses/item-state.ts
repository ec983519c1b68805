import { isRecord } from '../protocol/defaults.js'
import { listAt, textAt, valueAt } from '../protocol/fields.js'
import { eventTypes } from './response-event-schema.js'
import { itemFields } from './response-schema.js'
import {
  getOrAdd,
  keyOf,
  listOf,
  PART_LISTS,
  PART_TEXTS,
  placesOf,
  textsOf,
  type Fields,
  type PartList,
  type Source,
} from './streamed-output.js'
import { indexOf, LISTS, splitType, TEXTS } from './text-places.js'

/** A text of an item at one place of an event. */
export interface ItemText {
  /** The type of the part that has the text, or the field of the item. */
  readonly kind: string
  /** The index of the part, or of the command. */
  readonly index: unknown
  readonly text: string
}

/** One text of an item, as far as events have streamed it. */
export interface TextState {
  readonly kind: string
  readonly index: unknown
  /** True where no event before the first one of the text is missing. */
  readonly isWhole: boolean
  text: string
  hasDeltas: boolean
  isDone: boolean
}

/** One part of an item, as far as events have streamed it. */
export interface PartState {
  readonly index: unknown
  /** True where the part was added. */
  readonly isWhole: boolean
  readonly type: string
  readonly annotations: unknown[]
  isDone: boolean
}

/** The order of the states of an item, by the last word of the types of their events. */
const STATES = new Map([
  ['in_progress', 0],
  ['compacting', 0],
  ['searching', 1],
  ['interpreting', 1],
  ['generating', 1],
  ['completed', 2],
  ['failed', 2],
])

/** Gives the place in the order of states that an event reports; undefined for any other event. */
export function stateIn(type: string): number | undefined {
  return STATES.get(type.slice(type.lastIndexOf('.') + 1))
}

/** One item of the output, as far as events have streamed it. */
export class ItemState {
  id: unknown
  /** The type of the item; empty where none is known. */
  type = ''
  /** The item when it was added. */
  added: Fields | undefined
  /** The item when it was done. */
  done: Fields | undefined
  /** The last of the item's states; -1 before the first one. */
  state = -1
  /** The number of partial images. */
  partialImages = 0
  readonly parts = {
    content: new Map<unknown, PartState>(),
    summary: new Map<unknown, PartState>(),
  }
  readonly texts = new Map<string, TextState>()

  constructor(
    readonly index: unknown,
    /** True where the item was added before any other of its events. */
    readonly isWhole: boolean,
  ) {}

  /** Adds an event of the item. */
  add(event: unknown, type: string): void {
    const [prefix, source] = splitType(type)
    this.state = stateIn(type) ?? this.state
    if (type === 'response.image_generation_call.partial_image') this.partialImages++
    if (prefix === 'response.output_item') return this.#addItem(valueAt(event, 'item'), source)
    if (prefix === 'response.output_text.annotation') {
      this.#part('content', indexOf(event, 'content_index')).annotations.push(
        valueAt(event, 'annotation'),
      )
    }
    const list = LISTS.get(prefix)
    if (list) this.#addPart(list, event, source === 'done')
    else if (source) this.#addText(event, prefix, source)
  }

  /** Gives a text as far as it is streamed. */
  textAt({ kind, index }: Pick<ItemText, 'kind' | 'index'>): TextState | undefined {
    return this.texts.get(keyOf(kind, index))
  }

  #addItem(fields: unknown, source: string | undefined): void {
    if (!isRecord(fields)) return
    if (source === 'done') {
      this.done = fields
      // The whole item has them all.
      this.texts.clear()
      this.parts.content.clear()
      this.parts.summary.clear()
      return
    }
    this.added = fields
    this.id = fields['id']
    this.type = textAt(fields, 'type')
    for (const text of textsOfItem(fields, this)) this.#set(text)
  }

  #addPart(list: PartList, event: unknown, isDone: boolean): void {
    const fields = valueAt(event, 'part')
    const index = indexOf(event, PART_LISTS[list])
    const part = this.#part(list, index, isDone ? undefined : textAt(fields, 'type'))
    if (isDone) part.isDone = true
    const text = textOfPart(fields, index)
    if (text) this.#set(text)
  }

  #part(list: PartList, index: unknown, added?: string): PartState {
    return getOrAdd(this.parts[list], index, () => ({
      index,
      isWhole: this.isWhole && added !== undefined,
      type: added ?? '',
      annotations: [],
      isDone: false,
    }))
  }

  #addText(event: unknown, prefix: string, source: Source): void {
    for (const text of textsOfEvent(event, prefix, source)) {
      if (PART_TEXTS.has(text.kind)) this.#part(listOf(text.kind), text.index)
      const state = this.#textState(text)
      state.text = source === 'delta' ? state.text + text.text : text.text
      state.hasDeltas ||= source === 'delta'
      state.isDone ||= source === 'done'
    }
  }

  /** Sets a text to that of a whole part or a whole item, which counts from then on. */
  #set(text: ItemText): void {
    this.#textState(text).text = text.text
  }

  #textState({ kind, index }: ItemText): TextState {
    const part = PART_TEXTS.has(kind) ? this.parts[listOf(kind)].get(index) : undefined
    return getOrAdd(this.texts, keyOf(kind, index), () => ({
      kind,
      index,
      isWhole: part?.isWhole ?? this.isWhole,
      text: '',
      hasDeltas: false,
      isDone: false,
    }))
  }
}

const SHELL_OUTPUT = 'response.shell_call_output_content'

/** Reads the texts of an event: pieces, or whole texts. */
export function textsOfEvent(event: unknown, prefix: string, source: Source): ItemText[] {
  if (prefix === SHELL_OUTPUT) return shellTexts(event, source)
  const [kind, field, index] = TEXTS.get(prefix) ?? []
  if (kind === undefined || field === undefined) return []
  const text = valueAt(event, source === 'delta' ? 'delta' : field)
  return typeof text === 'string' ? [{ kind, index: indexOf(event, index), text }] : []
}

/** Reads what a command prints: in a delta, or in the outputs of its end. */
function shellTexts(event: unknown, source: Source): ItemText[] {
  const outputs = source === 'delta' ? [valueAt(event, 'delta')] : listAt(event, 'output')
  const index = indexOf(event, 'command_index')
  return ['stdout', 'stderr'].map((kind) => {
    const text = outputs.map((output) => textAt(output, kind)).join('')
    return { kind, index, text }
  })
}

/** Reads the text of a part; undefined where the part has none. */
export function textOfPart(part: unknown, index: unknown): ItemText | undefined {
  const kind = textAt(part, 'type')
  const text = valueAt(part, PART_TEXTS.get(kind) ?? '')
  return typeof text === 'string' ? { kind, index, text } : undefined
}

/** Lists the texts of a whole item. Its parts have the indexes of the streamed ones, in order. */
export function textsOfItem(fields: Fields, { parts }: Pick<ItemState, 'parts'>): ItemText[] {
  const texts = textsOf(fields).map(([kind, index, text]) => ({ kind, index, text }))
  const inParts = (['content', 'summary'] as const).flatMap((list) => {
    const given = listAt(fields, list)
    const places = placesOf(parts[list], given.length)
    return given.map((part, position) => textOfPart(part, places(position)))
  })
  return [...texts, ...inParts].filter((text): text is ItemText => typeof text?.text === 'string')
}

/** The types of items, the longest first. */
const ITEM_TYPES = Object.keys(itemFields).toSorted((one, other) => other.length - one.length)

/** The types of the items that alone have an event, by the type of the event. */
const OWNERS: ReadonlyMap<string, string | undefined> = new Map(
  eventTypes.map((type) => [type, ownerOf(type)]),
)

/** Finds the type of the items that alone have an event, by its type; undefined for an event of several. */
export function itemTypeOf(type: string): string | undefined {
  return OWNERS.get(type)
}

function ownerOf(type: string): string | undefined {
  const name = type.slice('response.'.length)
  return ITEM_TYPES.find((itemType) => name.startsWith(itemType))
}

/** The texts that are streamed in fields of items, by the type of the item. */
const STREAMED = new Set([...TEXTS].map(([prefix, [kind]]) => `${ownerOf(prefix)} ${kind}`))

/** Returns true for a text that the events of such an item stream. */
export function isStreamed(type: string, { kind }: ItemText): boolean {
  return PART_TEXTS.has(kind) || STREAMED.has(`${type} ${kind}`)
}
