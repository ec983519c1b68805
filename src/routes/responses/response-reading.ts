import { isRecord } from '../protocol/defaults.js'
import { listAt, textAt, valueAt } from '../protocol/fields.js'
import { isFinal } from './event-order.js'
import {
  getOrAdd,
  listOf,
  byIndex,
  isIndex,
  PART_LISTS,
  PART_TEXTS,
  placesOf,
  StreamedItem,
  textsOf,
  type Fields,
  type PartList,
  type Source,
  type StreamedText,
} from './streamed-output.js'
import { indexOf, LISTS, splitType, TEXTS, type TextPlace } from './text-places.js'

/** One piece of the assistant's text. */
interface Piece {
  /** The zero-based index of the event. */
  readonly position: number
  readonly item: StreamedItem
  readonly text: StreamedText
  readonly source: Source
  readonly value: string
}

/**
 * Reads the events of one response. Only this class decides which texts and which tool calls the
 * events contain. Damaged events are skipped.
 */
export class ResponseReading {
  /** The last response in an event; undefined where there was none. */
  response: Fields | undefined
  // A Map, and no array: an index may be so large that an array of that length fits into no memory.
  readonly #items = new Map<unknown, StreamedItem>()
  readonly #itemsById = new Map<unknown, StreamedItem>()
  readonly #pieces: Piece[] = []
  #position = 0
  #type = ''
  /** The index behind the last item. */
  #nextIndex = 0

  constructor(events: Iterable<unknown>) {
    for (const event of events) {
      this.#type = textAt(event, 'type')
      if (this.#type !== '') this.#read(event)
      this.#position++
    }
  }

  /** The items of the output, in order. */
  get items(): StreamedItem[] {
    return byIndex(this.#items.values())
  }

  /** The text that each event adds to the assistant's text. */
  get pieces(): string[] {
    const pieces = Array.from({ length: this.#position }, () => '')
    for (const { position, item, text, source, value } of this.#pieces) {
      if (['', 'message'].includes(item.type) && text.counts(source)) pieces[position] += value
    }
    return pieces
  }

  #read(event: unknown): void {
    const response = valueAt(event, 'response')
    if (isRecord(response)) return this.#readResponse(response)

    const [kind, source] = splitType(this.#type)
    if (!source) return
    if (kind === 'response.output_item') this.#readOutputItem(event, source)
    else if (kind === 'response.output_text.annotation') this.#readAnnotation(event)
    else if (LISTS.has(kind)) this.#readListedPart(event, LISTS.get(kind), source)
    else this.#readText(event, TEXTS.get(kind), source)
  }

  #readResponse(response: Fields): void {
    this.response = response
    const output = listAt(response, 'output')
    const ids = new Set(output.map((fields) => textAt(fields, 'id')))
    const places = placesOf(this.#items, output.length)
    const matched = new Set<StreamedItem>()

    for (const [position, fields] of output.entries()) {
      if (!isRecord(fields)) continue
      const item = this.#match(fields['id'], places(position), ids, matched)
      matched.add(item)
      this.#readItem(item, fields, isFinal({ type: this.#type }) ? 'response' : 'added')
    }
  }

  /** Finds an item of a response among the streamed items: by its id, or else by its index. */
  #match(
    id: unknown,
    index: unknown,
    ids: ReadonlySet<string>,
    matched: ReadonlySet<StreamedItem>,
  ): StreamedItem {
    const here = this.#items.get(index)
    const same = [valueAt(here?.value, 'id') === id ? here : undefined, this.#itemsById.get(id)]
    const match = same.find((item) => item && !matched.has(item))
    if (match || !here) return match ?? this.#item(index)

    const isOther = matched.has(here) || hasId(here, ids)
    return isOther ? this.#item(this.#nextIndex) : here
  }

  #readOutputItem(event: unknown, source: Source): void {
    const fields = valueAt(event, 'item')
    if (!isRecord(fields) || source === 'delta') return
    this.#readItem(this.#itemOf(event), fields, source === 'done' ? 'item' : source)
  }

  #readItem(item: StreamedItem, fields: Fields, source: Source): void {
    item.update(fields, source)
    this.#addId(item, fields['id'])
    this.#readParts(item, 'content', listAt(fields, 'content'), source)
    this.#readParts(item, 'summary', listAt(fields, 'summary'), source)
    for (const [kind, index, text] of textsOf(fields)) {
      if (typeof text === 'string')
        this.#add(item, item.text(kind, index, this.#type), source, text)
    }
  }

  #readParts(item: StreamedItem, list: PartList, parts: readonly unknown[], source: Source): void {
    const places = placesOf(item.parts[list], parts.length)
    for (const [position, part] of parts.entries()) {
      if (isRecord(part)) this.#readPart(item, { list, index: places(position), part }, source)
    }
  }

  #readListedPart(event: unknown, list: PartList = 'content', source: Source): void {
    const part = valueAt(event, 'part')
    if (!isRecord(part) || source === 'delta') return
    const index = indexOf(event, PART_LISTS[list])
    this.#readPart(this.#itemOf(event), { list, index, part }, source)
  }

  #readPart(
    item: StreamedItem,
    { list, index, part }: { list: PartList; index: unknown; part: Fields },
    source: Source,
  ): void {
    item.part(list, index, this.#type).update(part, source)
    const kind = textAt(part, 'type')
    const text = textAt(part, PART_TEXTS.get(kind) ?? '')
    if (text !== '') this.#add(item, item.text(kind, index, this.#type), source, text)
  }

  #readAnnotation(event: unknown): void {
    const index = indexOf(event, 'annotation_index')
    const part = indexOf(event, 'content_index')
    if (!isIndex(index)) return
    const { annotations } = this.#itemOf(event).part('content', part, this.#type)
    annotations.set(index, valueAt(event, 'annotation'))
  }

  #readText(event: unknown, [kind, field, index]: TextPlace = ['', ''], source: Source): void {
    const text = valueAt(event, source === 'delta' ? 'delta' : field)
    if (kind === '' || typeof text !== 'string') return
    const item = this.#itemOf(event)
    const place = indexOf(event, index)
    if (PART_TEXTS.has(kind)) item.part(listOf(kind), place, this.#type)
    this.#add(item, item.text(kind, place, this.#type), source, text)
  }

  #add(item: StreamedItem, text: StreamedText, source: Source, value: string): void {
    if (!text.add(source, value) || text.kind !== 'output_text') return
    this.#pieces.push({ position: this.#position, item, text, source, value })
  }

  #itemOf(event: unknown): StreamedItem {
    const item = this.#item(indexOf(event, 'output_index'))
    this.#addId(item, valueAt(event, 'item_id'))
    return item
  }

  #item(index: unknown): StreamedItem {
    if (isIndex(index)) this.#nextIndex = Math.max(this.#nextIndex, index + 1)
    return getOrAdd(this.#items, index, () => new StreamedItem(index, this.#type))
  }

  /** Remembers the id of an item. */
  #addId(item: StreamedItem, id: unknown): void {
    if (typeof id === 'string') getOrAdd(this.#itemsById, id, () => item)
  }
}

function hasId({ value }: StreamedItem, ids: ReadonlySet<string>): boolean {
  const id = textAt(value, 'id')
  return id !== '' && ids.has(id)
}
