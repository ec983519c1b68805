import type { LintRule } from '../lint/lint-rule.js'
import { isRecord } from '../protocol/defaults.js'
import { textAt, valueAt } from '../protocol/fields.js'
import { BEGINNING, beginsResponse, isFinal } from './event-order.js'
import { ItemState } from './item-state.js'
import { getOrAdd, isIndex, type Fields, type Source } from './streamed-output.js'
import { splitType } from './text-places.js'

/** A rule of the streams of responses. Events may be of any shape. */
export type ResponseRule = LintRule<unknown, ResponseState>

/** The events that may come at any place. */
const ASIDES = ['error', 'keepalive']

/** The parts of an event that most rules compare. */
export interface ReadEvent {
  readonly type: string
  /** The type without its last word. */
  readonly prefix: string
  /** The source that the last word names. */
  readonly source: Source | undefined
  /** The item of the event, as far as the events before have streamed it. */
  readonly item: ItemState | undefined
  /** True for an event that ends a response. */
  readonly isFinal: boolean
}

/** The stream of a response, as far as the rules have seen it. */
export class ResponseState {
  /** True once an event is there that is neither an error nor a `keepalive`. */
  hasBegun = false
  /** True where the stream continues another one, so that its beginning is not there. */
  isResumed = false
  /** True once an event has no type, so that it may be any event. */
  hasUntyped = false
  /** The number of the next event. */
  nextNumber = 0
  /** The difference of the last number from the one that should have been there. */
  gap = 0
  /** The place of the last event of the beginning in `BEGINNING`; -1 before the first one. */
  begun = -1
  /** The first response in an event. */
  response: Fields | undefined
  /** The type of the event that ended the response. */
  ending: string | undefined
  /** The type of the last event. */
  last = ''
  /** The items of the output, by their index. */
  readonly items = new Map<unknown, ItemState>()
  /** The index of the next item. */
  nextIndex = 0
  /** The kinds of audio whose deltas have no end yet, such as `response.audio`. */
  readonly audio = new Set<string>()
  /** The ids of the items. */
  readonly ids = new Set<unknown>()
  #read: (ReadEvent & { readonly event: unknown }) | undefined

  constructor(
    /** True where a stream may continue another one. */
    readonly mayResume: boolean,
  ) {}

  /** Returns true where an event begins a stream that continues another one. */
  resumes(event: unknown): boolean {
    return this.mayResume && this.last === '' && !beginsResponse(event) && isLater(event)
  }

  /** Returns true for an event of a stream that continues another one. */
  isOfResumed(event: unknown): boolean {
    return this.isResumed || this.resumes(event)
  }

  /** Reads the next event. The rules share one reading, since they are many. */
  read(event: unknown): ReadEvent {
    if (!this.#read || this.#read.event !== event) this.#read = { event, ...this.#readingOf(event) }
    return this.#read
  }

  #readingOf(event: unknown): ReadEvent {
    const type = textAt(event, 'type')
    const [prefix, source] = splitType(type)
    const item = this.items.get(valueAt(event, 'output_index'))
    return { type, prefix, source, item, isFinal: isFinal(event) }
  }

  /** Adds an event. */
  add(event: unknown): void {
    const type = textAt(event, 'type')
    if (this.resumes(event)) this.isResumed = true
    this.#count(valueAt(event, 'sequence_number'))
    if (!isAside(type)) this.hasBegun = true
    if (type === '') this.hasUntyped = true

    const response = valueAt(event, 'response')
    if (isRecord(response)) this.#addResponse(type, response)
    else if (valueAt(event, 'output_index') !== undefined) this.#addToItem(event, type)
    else if (type.startsWith('response.audio.')) this.#addAudio(type)
    this.last = type || 'unknown'
    this.#read = undefined
  }

  #count(number: unknown): void {
    if (isIndex(number)) {
      // The numbers of a stream that continues another one count from its first event on.
      this.gap = this.isResumed && this.last === '' ? 0 : number - this.nextNumber
      this.nextNumber = number
    }
    this.nextNumber++
  }

  #addResponse(type: string, response: Fields): void {
    this.begun = Math.max(this.begun, BEGINNING.indexOf(type))
    this.response ??= { id: response['id'], model: response['model'] }
    if (isFinal({ type })) this.ending ??= type
  }

  #addAudio(type: string): void {
    const [kind, source] = splitType(type)
    if (source === 'done') this.audio.delete(kind)
    else this.audio.add(kind)
  }

  #addToItem(event: unknown, type: string): void {
    const index = valueAt(event, 'output_index')
    const isAdded = type === 'response.output_item.added'
    const item = getOrAdd(this.items, index, () => new ItemState(index, isAdded))
    item.add(event, type)
    if (isIndex(index)) this.nextIndex = Math.max(this.nextIndex, index + 1)
    if (isAdded) this.ids.add(item.id)
  }
}

/** Recognizes an event that may come at any place. */
export function isAside(type: string): boolean {
  return ASIDES.includes(type)
}

/** Recognizes an event that is not the first one of its response, by its number. */
export function isLater(event: unknown): boolean {
  const number = valueAt(event, 'sequence_number')
  return isIndex(number) && number > 0
}
