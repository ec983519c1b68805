import { assertEvents } from '../protocol/assert-events.js'
import { isRecord } from '../protocol/defaults.js'
import { listAt, valueAt } from '../protocol/fields.js'
import { print } from '../protocol/print.js'
import type { ResponseEvent, WireResponse } from './response-event-schema.js'
import { ResponseReading } from './response-reading.js'
import {
  byIndex,
  isIndex,
  listOf,
  PART_LISTS,
  PART_TEXTS,
  type Fields,
  type PartList,
  type StreamedItem,
  type StreamedPart,
  type StreamedText,
} from './streamed-output.js'

/** The fields of an item that events stream as a text. */
const ITEM_TEXTS = ['arguments', 'input', 'code'] as const

/** The type of the event that adds a part, by the list of the part. */
const ADDERS = {
  content: 'response.content_part.added',
  summary: 'response.reasoning_summary_part.added',
} as const

/** Fields that replace those of an object. */
type Changes = Record<string, unknown>

/**
 * Folds the events of a stream to the response that a request without `stream: true` gets: the last
 * response in an event, with the output that the events stream.
 *
 * @throws {TypeError} When `events` is no list, no event contains a response, or an event names an item or a part that
 * was not added.
 *
 * @example
 * expect(foldResponse(new Greeting()).output).toMatchObject([{ content: [{ text: 'Hello' }] }])
 */
export function foldResponse(events: Iterable<ResponseEvent>): WireResponse {
  assertEvents(events, 'fold a response')
  const { response, items } = new ResponseReading(events)
  if (!response) {
    throw new TypeError(
      'Failed to fold a response: no event carries one. Expected response.created, or response.completed.',
    )
  }
  const output = items.map(itemOf)
  const whole = isSame(output, listAt(response, 'output')) ? response : { ...response, output }
  // The events may be of any shape. The schema checks those that a script yields.
  return whole as WireResponse
}

/** Makes an item with the texts and the parts that were read. */
function itemOf(item: StreamedItem): Fields {
  assertAdded(item, item, 'output_index', 'response.output_item.added')
  for (const text of item.texts) assertPart(item, text)

  const { value = {} } = item
  const changes = {
    ...partsOf(item, 'content'),
    ...partsOf(item, 'summary'),
    ...fieldsOf(item),
    ...commandsOf(item),
    ...diffOf(item),
  }
  return Object.keys(changes).length > 0 ? { ...value, ...changes } : value
}

function partsOf(item: StreamedItem, list: PartList): Changes {
  const parts = byIndex(item.parts[list].values()).map((part) => partOf(item, part, list))
  return isSame(parts, listAt(item.value, list)) || parts.length === 0 ? {} : { [list]: parts }
}

function partOf(item: StreamedItem, part: StreamedPart, list: PartList): Fields {
  assertAdded(part, part, PART_LISTS[list], ADDERS[list])
  const { value = {}, source, annotations } = part
  const changes: Changes = {}
  const field = PART_TEXTS.get(part.type) ?? ''
  const text = item.textOf(part.type, part.index)
  if (text && text !== value[field]) changes[field] = text
  // Once the part is done, the whole part contains the annotations.
  if (source === 'added' && annotations.size > 0) {
    changes['annotations'] = merged(listAt(value, 'annotations'), annotations)
  }
  return Object.keys(changes).length > 0 ? { ...value, ...changes } : value
}

function fieldsOf(item: StreamedItem): Changes {
  const texts = ITEM_TEXTS.map((field) => [field, item.textOf(field)] as const)
  return Object.fromEntries(texts.filter(([field, text]) => text && text !== item.value?.[field]))
}

function commandsOf({ value, texts }: StreamedItem): Changes {
  const given = listAt(value, 'action', 'commands')
  const streamed = new Map<number, string>()
  for (const { kind, index, event, text } of texts) {
    if (kind !== 'command') continue
    assertIndex(event, 'command_index', index)
    if (text !== '' || !(index in given)) streamed.set(index, text)
  }
  const commands = merged(given, streamed)
  return isSame(commands, given) ? {} : { action: { ...Object(value?.['action']), commands } }
}

function diffOf(item: StreamedItem): Changes {
  const diff = item.textOf('diff')
  if (!diff || diff === valueAt(item.value, 'operation', 'diff')) return {}
  return { operation: { ...Object(item.value?.['operation']), diff } }
}

/** Puts values into a list by index, and closes gaps. */
function merged(list: readonly unknown[], things: ReadonlyMap<number, unknown>): unknown[] {
  const all = new Map<number, unknown>([...list.entries(), ...things])
  const entries = [...all].map(([index, thing]) => ({ index, thing }))
  return byIndex(entries).map(({ thing }) => thing)
}

function isSame(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.length === other.length && one.every((thing, index) => thing === other[index])
}

/** Checks that the part of a text was added, and has the type for such a text. */
function assertPart({ parts }: StreamedItem, { kind, index, event, text }: StreamedText): void {
  if (!PART_TEXTS.has(kind)) return
  const list = listOf(kind)
  const part = parts[list].get(index)
  assertAdded(part, { index, event }, PART_LISTS[list], ADDERS[list])
  if (text === '' || part?.type === kind) return

  throw new TypeError(
    `Failed to fold ${event}: its ${PART_LISTS[list]} is ${print(index)}, where a part of type ${print(part?.type)} is. Expected a part of type ${print(kind)}.`,
  )
}

/** Checks that an item or a part was added before the first event of that item or part. */
function assertAdded(
  added: { readonly value: unknown } | undefined,
  { index, event }: { readonly index: unknown; readonly event: string },
  field: string,
  adder: string,
): void {
  assertIndex(event, field, index)
  if (isRecord(added?.value)) return

  throw new TypeError(
    `Failed to fold ${event}: its ${field} is ${index}, where nothing is. Expected ${adder} before it.`,
  )
}

function assertIndex(event: string, field: string, index: unknown): asserts index is number {
  if (isIndex(index)) return
  throw new TypeError(
    `Failed to fold ${event}: its ${field} is ${print(index)}. Expected an integer from 0 on.`,
  )
}
