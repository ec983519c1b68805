import { listAt, textAt } from '../protocol/fields.js'
import { firstDifference } from '../lint/first-difference.js'
import type { ItemState, PartState } from './item-state.js'
import type { ResponseRule, ResponseState } from './response-state.js'
import { listOf, PART_LISTS, PART_TEXTS, type PartList, type Source } from './streamed-output.js'
import { indexOf, LISTS, TEXTS } from './text-places.js'

const ANNOTATION = 'response.output_text.annotation'

/** The rules for the parts in the content and in the summary of items. */
export const partRules: readonly ResponseRule[] = [
  {
    id: 'responses/part-index',
    severity: 'error',
    reason: 'Clients append each added part, and find the part by its index from then on.',
    event({ event }, before) {
      const { item, list, index: received, source, isPart } = partOf(event, before)
      if (!isPart || source !== 'added' || !item?.isWhole) return undefined
      // The parts with which the item was added come before.
      const expected = listAt(item.added, list).length + item.parts[list].size
      if (received === expected) return undefined
      return {
        message: `The ${PART_LISTS[list]} is not that of the next part.`,
        expected,
        received,
      }
    },
  },
  {
    id: 'responses/part-added-first',
    severity: 'error',
    reason: "The SDK's stream helper throws at an event of a part that was not added.",
    event({ event }, before) {
      const { item, list, index, part, source, isPart } = partOf(event, before)
      if (!item?.isWhole || item.done || part || (isPart && source === 'added')) return undefined
      return { message: 'The part of the event was not added.', received: index, ...adderOf(list) }
    },
  },
  {
    id: 'responses/part-type',
    severity: 'error',
    reason: 'Clients read the events of a part by the type with which the part was added.',
    event({ event }, before) {
      const { part, kind } = partOf(event, before)
      if (!part?.isWhole || kind === undefined || kind === part.type) return undefined
      return { message: 'The part has another type.', expected: part.type, received: kind }
    },
  },
  {
    id: 'responses/part-closed',
    severity: 'error',
    reason: 'A client uses a part once it is done, and misses what comes later.',
    event({ event }, before) {
      if (!partOf(event, before).part?.isDone) return undefined
      return {
        message: 'The event comes after the end of its part.',
        received: before.read(event).type,
      }
    },
  },
  {
    id: 'responses/part-done',
    severity: 'warning',
    reason: 'Each part is done before its item is.',
    event({ event }, before) {
      const { item, type } = before.read(event)
      if (type !== 'response.output_item.done' || !item) return undefined
      const parts = [...item.parts.content.values(), ...item.parts.summary.values()]
      return parts
        .filter(({ isDone }) => !isDone)
        .map((part) => ({
          message: `A part of the item is not done: ${part.type}.`,
          received: part.index,
        }))
    },
  },
  {
    id: 'responses/annotation-index',
    severity: 'error',
    reason:
      "The annotations of a text count from 0 on: the SDK's stream helper throws at a gap between them.",
    event({ event }, before) {
      const { part, isAnnotation } = partOf(event, before)
      if (!isAnnotation || !part?.isWhole) return undefined
      const received = indexOf(event, 'annotation_index')
      const expected = part.annotations.length
      if (received === expected) return undefined
      return { message: 'The annotation_index is not the next one.', expected, received }
    },
  },
  {
    id: 'responses/annotations',
    severity: 'warning',
    reason: 'A client that reads the events of annotations has the annotations of the whole part.',
    event({ event }, before) {
      const { part, isPart, source } = partOf(event, before)
      if (!isPart || source !== 'done' || !part?.isWhole || part.isDone) return undefined
      const received = listAt(event, 'part', 'annotations')
      if (firstDifference(part.annotations, received) === undefined) return undefined
      const message = 'The annotations of the part are not those of its events.'
      return { message, expected: part.annotations, received }
    },
  },
]

/** The place of an event in the parts of an item. */
interface PartPlace {
  readonly item?: ItemState | undefined
  readonly part?: PartState | undefined
  readonly list: PartList
  readonly index?: unknown
  /** The source that the event is. */
  readonly source?: Source | undefined
  /** The type of the part that such an event needs. */
  readonly kind?: string | undefined
  /** True for the event that adds or ends the part. */
  readonly isPart?: boolean
  readonly isAnnotation?: boolean
}

const NOWHERE: PartPlace = { list: 'content' }

function partOf(event: unknown, before: ResponseState): PartPlace {
  const { prefix, source, item } = before.read(event)
  const isAnnotation = prefix === ANNOTATION
  const listed = LISTS.get(prefix)
  const [kind = ''] = isAnnotation ? ['output_text'] : (TEXTS.get(prefix) ?? [])
  if (!listed && !PART_TEXTS.has(kind)) return NOWHERE

  const list = listed ?? listOf(kind)
  const index = indexOf(event, PART_LISTS[list])
  const part = item?.parts[list].get(index)
  const needed = listed ? typeOfDone(event, source) : kind
  return {
    item,
    part,
    list,
    index,
    source,
    kind: needed,
    isPart: listed !== undefined,
    isAnnotation,
  }
}

function typeOfDone(event: unknown, source: Source | undefined): string | undefined {
  return source === 'done' ? textAt(event, 'part', 'type') : undefined
}

function adderOf(list: PartList): { expected: string } {
  const adders = {
    content: 'response.content_part.added',
    summary: 'response.reasoning_summary_part.added',
  }
  return { expected: adders[list] }
}
