import { textAt } from '../protocol/fields.js'

/** The fields of an item, a part or a response, of any shape. */
export type Fields = Readonly<Record<string, unknown>>

/** The sources of a text. The first source that has any text decides. */
const SOURCES = ['delta', 'done', 'item', 'response', 'added'] as const
export type Source = (typeof SOURCES)[number]

/** The sources of whole items and parts, the most final last. */
const WHOLE_SOURCES: readonly Source[] = ['added', 'done', 'item', 'response']

/** The lists of parts that an item may have. */
export type PartList = 'content' | 'summary'

/** The lists of parts, with the field of an event that counts their parts. */
export const PART_LISTS = { content: 'content_index', summary: 'summary_index' } as const

/** The field of the text of each type of part. */
export const PART_TEXTS: ReadonlyMap<string, string> = new Map([
  ['output_text', 'text'],
  ['refusal', 'refusal'],
  ['reasoning_text', 'text'],
  ['summary_text', 'text'],
])

/** Gives the list that has the parts of a type. */
export function listOf(type: string): PartList {
  return type === 'summary_text' ? 'summary' : 'content'
}

/** One text of an item, such as the text of a message or the arguments of a call. */
export class StreamedText {
  readonly #texts = new Map<Source, string>()

  constructor(
    /** The type of the part that has the text, or the field of the item. */
    readonly kind: string,
    /** The place of the part, or of the command. */
    readonly index: unknown,
    /** The type of the first event that mentions the text. */
    readonly event: string,
  ) {}

  /** Adds a text of one source. Returns false for a text that can never count. */
  add(source: Source, text: string): boolean {
    const before = this.#texts.get(source)
    const isLate = source === 'added' && this.#texts.has('delta')
    if (text === '' || isLate || (before !== undefined && source !== 'delta')) return false

    this.#texts.set(source, (before ?? '') + text)
    return true
  }

  /** Recognizes the source that decides. Deltas continue the text that was added with the part. */
  counts(source: Source): boolean {
    const first = SOURCES.find((each) => this.#texts.has(each))
    return source === first || (source === 'added' && first === 'delta')
  }

  get text(): string {
    const texts = [...this.#texts].filter(([source]) => this.counts(source))
    return texts.map(([, text]) => text).join('')
  }
}

/** The most final object that events contain of one item, or of one part. */
class Latest {
  value: Fields | undefined
  source: Source = 'added'

  constructor(
    readonly index: unknown,
    /** The type of the first event that mentions the item or the part. */
    readonly event: string,
  ) {}

  /** Takes an object, unless a more final one is known. */
  offer(value: Fields, source: Source): void {
    if (WHOLE_SOURCES.indexOf(source) < WHOLE_SOURCES.indexOf(this.source)) return
    this.value = value
    this.source = source
  }

  get type(): string {
    return textAt(this.value, 'type')
  }
}

/** One part of the content or the summary of an item. */
export class StreamedPart extends Latest {
  readonly annotations = new Map<number, unknown>()
}

/** One item of the output. */
export class StreamedItem extends Latest {
  readonly parts = { content: newMap<StreamedPart>(), summary: newMap<StreamedPart>() }
  readonly #texts = new Map<string, StreamedText>()

  /** Finds a part, or begins one. */
  part(list: PartList, index: unknown, event: string): StreamedPart {
    return getOrAdd(this.parts[list], index, () => new StreamedPart(index, event))
  }

  /** Finds a text, or begins one. */
  text(kind: string, index: unknown, event: string): StreamedText {
    const key = `${kind} ${String(index)}`
    return getOrAdd(this.#texts, key, () => new StreamedText(kind, index, event))
  }

  get texts(): StreamedText[] {
    return [...this.#texts.values()]
  }

  /** Gives a text as far as the text was read. */
  textOf(kind: string, index: unknown = 0): string | undefined {
    return this.#texts.get(`${kind} ${String(index)}`)?.text
  }
}

/** Finds a value, or adds one. */
export function getOrAdd<Key, Value>(map: Map<Key, Value>, key: Key, create: () => Value): Value {
  const found = map.get(key)
  if (found !== undefined) return found
  const value = create()
  map.set(key, value)
  return value
}

/** Recognizes a place in a list. */
export function isIndex(index: unknown): index is number {
  return typeof index === 'number' && Number.isSafeInteger(index) && index >= 0
}

/** Sorts things by their index. */
export function byIndex<Thing extends { readonly index: unknown }>(
  things: Iterable<Thing>,
): Thing[] {
  return [...things].toSorted((one, other) => Number(one.index) - Number(other.index) || 0)
}

function newMap<Value>(): Map<unknown, Value> {
  return new Map()
}
