import { listAt, textAt, valueAt } from '../protocol/fields.js'
import { print } from '../protocol/print.js'

/** The fields of an item, a part or a response, of any shape. */
export type Fields = Readonly<Record<string, unknown>>

/** The sources of a text. The text is that of the first source that has any. */
const SOURCES = ['delta', 'done', 'item', 'response', 'added'] as const

/** The source of a text, an item or a part. */
export type Source = (typeof SOURCES)[number]

/** The sources of whole items and parts, the most final last. */
const WHOLE_SOURCES: readonly Source[] = ['added', 'done', 'item', 'response']

/** The fields of an item that are lists of parts. */
export type PartList = 'content' | 'summary'

/** The field of an event that has the index of a part, by the list of the part. */
export const PART_LISTS = { content: 'content_index', summary: 'summary_index' } as const

/** The field of a part that has the text, by the type of the part. */
export const PART_TEXTS: ReadonlyMap<string, string> = new Map([
  ['output_text', 'text'],
  ['refusal', 'refusal'],
  ['reasoning_text', 'text'],
  ['summary_text', 'text'],
])

/** Finds the list to which the parts of a type belong. */
export function listOf(type: string): PartList {
  return type === 'summary_text' ? 'summary' : 'content'
}

/** One text of an item, such as the text of a message or the arguments of a tool call. */
export class StreamedText {
  readonly #texts = new Map<Source, string>()

  constructor(
    /** The type of the part that has the text, or the field of the item. */
    readonly kind: string,
    /** The index of the part, or of the command. */
    readonly index: unknown,
    /** The type of the first event that mentions the text. */
    readonly event: string,
  ) {}

  /** Adds a text of one source. Returns false for a text that is ignored in any case. */
  add(source: Source, text: string): boolean {
    const streamed = this.#texts.get(source)
    const isLate = source === 'added' && this.#texts.has('delta')
    if (text === '' || isLate || (streamed !== undefined && source !== 'delta')) return false

    this.#texts.set(source, (streamed ?? '') + text)
    return true
  }

  /** Returns true for the source of the text. Deltas continue a text that was added with the part. */
  counts(source: Source): boolean {
    const first = SOURCES.find((each) => this.#texts.has(each))
    return source === first || (source === 'added' && first === 'delta')
  }

  /** The text, as read so far. */
  get text(): string {
    const texts = [...this.#texts].filter(([source]) => this.counts(source))
    return texts.map(([, text]) => text).join('')
  }
}

/** The latest state of one item or one part in the events. */
class Latest {
  /** The object of the latest state; undefined where no event contains one. */
  value: Fields | undefined
  /** The source of that object. */
  source: Source = 'added'

  constructor(
    readonly index: unknown,
    /** The type of the first event that mentions the item or the part. */
    readonly event: string,
  ) {}

  /** Sets the object, unless the known one is of a later state. */
  update(value: Fields, source: Source): void {
    if (WHOLE_SOURCES.indexOf(source) < WHOLE_SOURCES.indexOf(this.source)) return
    this.value = value
    this.source = source
  }

  /** The type of the item or the part; empty where none is known. */
  get type(): string {
    return textAt(this.value, 'type')
  }
}

/** One part of the content or the summary of an item. */
export class StreamedPart extends Latest {
  /** The annotations, by index. */
  readonly annotations = new Map<number, unknown>()
}

/** One item of the output. */
export class StreamedItem extends Latest {
  /** The parts, by list and index. */
  readonly parts = { content: newMap<StreamedPart>(), summary: newMap<StreamedPart>() }
  readonly #texts = new Map<string, StreamedText>()

  /** Finds a part, or adds one. */
  part(list: PartList, index: unknown, event: string): StreamedPart {
    return getOrAdd(this.parts[list], index, () => new StreamedPart(index, event))
  }

  /** Finds a text, or adds one. */
  text(kind: string, index: unknown, event: string): StreamedText {
    const key = keyOf(kind, index)
    return getOrAdd(this.#texts, key, () => new StreamedText(kind, index, event))
  }

  /** All texts of the item. */
  get texts(): StreamedText[] {
    return [...this.#texts.values()]
  }

  /** Gives a text as read so far; undefined where there is none. */
  textOf(kind: string, index: unknown = 0): string | undefined {
    return this.#texts.get(keyOf(kind, index))?.text
  }
}

/** Gives the key of a text of an item. */
export function keyOf(kind: string, index: unknown): string {
  return `${kind} ${typeof index === 'number' ? index : print(index)}`
}

/** Finds a value, or adds one. */
export function getOrAdd<Key, Value>(map: Map<Key, Value>, key: Key, create: () => Value): Value {
  const found = map.get(key)
  if (found !== undefined) return found
  const value = create()
  map.set(key, value)
  return value
}

/** Recognizes an index into a list. */
export function isIndex(index: unknown): index is number {
  return typeof index === 'number' && Number.isSafeInteger(index) && index >= 0
}

/** Sorts values by their index. Impossible indexes come first. */
export function byIndex<Thing extends { readonly index: unknown }>(
  things: Iterable<Thing>,
): Thing[] {
  return [...things].toSorted((one, other) => rankOf(one.index) - rankOf(other.index))
}

function rankOf(index: unknown): number {
  return isIndex(index) ? index : -1
}

/**
 * Finds the index of each entry of a list. Some servers count from 1, or across items: where as
 * many entries were streamed as the list has, the entries have the indexes of the streamed ones, in
 * order.
 */
export function placesOf(
  streamed: ReadonlyMap<unknown, { readonly index: unknown }>,
  length: number,
): (position: number) => unknown {
  const things = streamed.size === length ? byIndex(streamed.values()) : []
  return (position) => things[position]?.index ?? position
}

/** Lists the texts of an item that are not in parts. */
export function textsOf(fields: Fields): Array<[kind: string, index: number, text: unknown]> {
  const commands = listAt(fields, 'action', 'commands')
  return [
    ['arguments', 0, fields['arguments']],
    ['input', 0, fields['input']],
    ['code', 0, fields['code']],
    ['diff', 0, valueAt(fields, 'operation', 'diff')],
    ...Array.from(commands, (command, index): [string, number, unknown] => [
      'command',
      index,
      command,
    ]),
  ]
}

function newMap<Value>(): Map<unknown, Value> {
  return new Map()
}
