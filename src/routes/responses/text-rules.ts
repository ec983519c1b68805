import { isRecord } from '../protocol/defaults.js'
import { valueAt } from '../protocol/fields.js'
import { isJson } from '../protocol/json.js'
import type { Problem } from '../lint/lint-rule.js'
import {
  isStreamed,
  textsOfEvent,
  textOfPart,
  textsOfItem,
  type ItemState,
  type ItemText,
  type TextState,
} from './item-state.js'
import type { ResponseRule, ResponseState } from './response-state.js'
import { keyOf, PART_LISTS, type Source } from './streamed-output.js'
import { indexOf, LISTS } from './text-places.js'

const COMMAND = 'response.shell_call_command'
const DONE = 'response.output_item.done'

/** The rules for the texts of items: of messages, refusals and reasonings, and the arguments of calls. */
export const textRules: readonly ResponseRule[] = [
  {
    id: 'responses/done-text',
    severity: 'error',
    reason:
      'A client that joins the deltas has another text than one that waits for the whole text.',
    event({ event }, before) {
      const { prefix, source } = before.read(event)
      if (source !== 'done') return undefined
      const { item } = before.read(event)
      const texts = textsOfEvent(event, prefix, source)
      return texts.flatMap((text) => differenceOf(item, text) ?? [])
    },
  },
  {
    id: 'responses/part-text',
    severity: 'error',
    reason:
      'A client that joins the deltas has another text than one that waits for the whole part.',
    event({ event }, before) {
      const { prefix, source } = before.read(event)
      const list = LISTS.get(prefix)
      if (!list || source !== 'done') return undefined
      const text = textOfPart(valueAt(event, 'part'), indexOf(event, PART_LISTS[list]))
      return differenceOf(before.read(event).item, text)
    },
  },
  {
    id: 'responses/item-text',
    severity: 'error',
    reason:
      'A client that joins the deltas has another text than one that waits for the whole item.',
    event({ event }, before) {
      const { item, fields } = doneItem(event, before)
      if (!item || !fields) return undefined
      const given = textsOfItem(fields, item).filter((text) => isStreamed(item.type, text))
      const keys = new Set(given.map(({ kind, index }) => keyOf(kind, index)))
      const lost = [...item.texts]
        .filter(([key, text]) => !keys.has(key) && isStreamed(item.type, text))
        .map(([, text]) => text)
      const empty = lost.map(({ kind, index }) => ({ kind, index, text: '' }))
      return [...given, ...empty].flatMap((text) => differenceOf(item, text) ?? [])
    },
  },
  {
    id: 'responses/text-done',
    severity: 'warning',
    reason:
      'The official clients have the text of the item, too; a client that waits for the event with the whole text never gets it.',
    event({ event }, before) {
      const { item } = doneItem(event, before)
      if (!item) return undefined
      return [...item.texts.values()]
        .filter(({ hasDeltas, isDone }) => hasDeltas && !isDone)
        .map(({ kind }) => ({ message: `The deltas have no end: ${kind}.` }))
    },
  },
  {
    id: 'responses/command-added-first',
    severity: 'error',
    reason: 'Clients append the deltas of a command to the command that was added.',
    once: true,
    event({ event }, before) {
      const { prefix, source, item } = before.read(event)
      if (prefix !== COMMAND || !source || source === 'added' || !item?.isWhole || item.done)
        return undefined
      if (stateOf(event, prefix, source, before)) return undefined
      return { message: 'The command of the event was not added.', expected: `${COMMAND}.added` }
    },
  },
  {
    id: 'responses/command-added-once',
    severity: 'error',
    reason: 'Clients append each added command to the commands of the call.',
    event({ event }, before) {
      const { prefix, source, item } = before.read(event)
      if (prefix !== COMMAND || source !== 'added' || !item || item.done) return undefined
      if (!stateOf(event, prefix, source, before)) return undefined
      const received = valueAt(event, 'command_index')
      return { message: 'The command is added again.', received }
    },
  },
  {
    id: 'responses/text-closed',
    severity: 'error',
    reason: 'A client uses a text once it is done, and misses what comes later.',
    event({ event }, before) {
      const { prefix, source } = before.read(event)
      if (source === undefined || source === 'added') return undefined
      if (!stateOf(event, prefix, source, before)?.isDone) return undefined
      return {
        message: 'The event comes after the end of its text.',
        received: before.read(event).type,
      }
    },
  },
  {
    id: 'responses/arguments-json',
    severity: 'error',
    reason: 'Clients parse the arguments of a function as JSON.',
    event({ event }, before) {
      const { item, fields } = doneItem(event, before)
      const received = fields?.['arguments']
      const isCall = ['function_call', 'mcp_call'].includes(item?.type ?? '')
      if (!isCall || typeof received !== 'string' || fields?.['status'] === 'incomplete') {
        return undefined
      }
      return isJson(received) ? undefined : { message: 'The arguments are no JSON.', received }
    },
  },
]

function doneItem(event: unknown, before: ResponseState) {
  const { item, type } = before.read(event)
  if (type !== DONE || item?.done) return {}
  const fields = valueAt(event, 'item')
  if (!isRecord(fields)) return {}
  return { item, fields }
}

function stateOf(
  event: unknown,
  prefix: string,
  source: Source,
  before: ResponseState,
): TextState | undefined {
  const [text] = textsOfEvent(event, prefix, source)
  return text && before.read(event).item?.textAt(text)
}

/** Compares a whole text with the streamed one. */
function differenceOf(
  item: ItemState | undefined,
  given: ItemText | undefined,
): Problem | undefined {
  if (!item?.isWhole || item.done || !given) return undefined
  const streamed = item.textAt(given)
  const expected = streamed?.text ?? ''
  if (streamed?.isWhole === false || given.text === expected) return undefined
  const message = `The text is not that of the events before: ${given.kind}.`
  return { message, expected, received: given.text }
}
