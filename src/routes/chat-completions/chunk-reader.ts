import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { isRecord } from '../protocol/defaults.js'
import { listAt, textAt, valueAt } from '../protocol/fields.js'
import { inline } from '../protocol/print.js'
import type { EventReader, StreamedToolCall } from '../protocol/readers.js'
import { isFiltered } from './chunk-schema.js'

type Fields = Readonly<Record<string, unknown>>
type Delta = ChatCompletionChunk.Choice.Delta

/** The fields that are never sent piece by piece: a server sends them once, or repeats them. */
const SENT_ONCE = new Set(['id', 'name', 'role', 'type'])

/** The order of the fields in the type of a chunk. Fields of other servers are last. */
const ORDER = [
  'role',
  'content',
  'refusal',
  'audio',
  'tool_calls',
  'function_call',
  'finish_reason',
  'usage',
]

/**
 * Reads the chunks of chat completions. The text and the tool calls are those of the first choice.
 * The type of a chunk lists its filled fields: `content`, `finish_reason+usage`, …
 */
export const chunkReader: EventReader<ChatCompletionChunk> = {
  is: (event): event is ChatCompletionChunk => {
    const choices = valueAt(event, 'choices')
    // The first chunk of Azure has a list of no choices, and an empty `object`. A chunk that pads an
    // audio has no list.
    if (!Array.isArray(choices)) {
      return choices === undefined && valueAt(event, 'object') === 'chat.completion.chunk'
    }
    const isNamed = choices.length > 0 || 'object' in Object(event)
    return isNamed && choices.every(isChoice)
  },

  text: (chunks) =>
    chunks.map((chunk) =>
      firstDeltas(chunk)
        .map((delta) => textOf(valueAt(delta, 'content')))
        .join(''),
    ),

  toolCalls(chunks) {
    const deltas = chunks.flatMap(firstDeltas)
    const calls = joinToolCalls(deltas.map((delta) => valueAt(delta, 'tool_calls')))
    const legacy = joinValues(deltas.map((delta) => valueAt(delta, 'function_call')))
    return [
      ...calls.map(readToolCall),
      ...(isRecord(legacy) ? [streamedCall(undefined, legacy)] : []),
    ]
  },

  type: (chunk) => [...new Set(filledFields(chunk).map(([field]) => field))].join('+') || 'empty',

  line: (chunk) =>
    filledFields(chunk)
      .map(([field, value, index]) => `${index ? `[${index}] ` : ''}${field} ${inline(value)}`)
      .join(', ') || 'empty',
}

function isChoice(choice: unknown): boolean {
  const delta = valueAt(choice, 'delta')
  return delta === undefined ? isFiltered(choice) : typeof delta === 'object'
}

/** Gives the index of a choice; 0 where a server with a single choice sends no index. */
export function choiceIndexOf(choice: unknown): number {
  return Number(valueAt(choice, 'index') ?? 0)
}

/** Joins the deltas of one choice to a whole message, in linear time. */
export function joinDeltas(deltas: readonly unknown[]): Delta {
  const { content, tool_calls, ...fields } = piecesOf(deltas.filter(isRecord))
  const joined = {
    ...joinFields(fields),
    ...(content && { content: joinContent(content) }),
    ...(tool_calls && { tool_calls: joinToolCalls(tool_calls) }),
  }
  // Joined deltas have the type of a delta: each field is joined of values of the same field.
  return joined as Delta
}

/** Reads a joined tool call. A call in a cut stream may lack any field. */
export function readToolCall(call: unknown): StreamedToolCall {
  return streamedCall(valueAt(call, 'id'), valueAt(call, 'custom') ?? valueAt(call, 'function'))
}

/**
 * Joins the values of a field: texts and lists are concatenated, objects are joined field by field,
 * and of any other kind the last value counts.
 */
export function joinValues(values: readonly unknown[]): unknown {
  const given = values.filter((value) => value !== null && value !== undefined)
  const last = given.at(-1)
  const alike = given.filter((value) => kindOf(value) === kindOf(last))

  if (typeof last === 'string') return alike.join('')
  if (Array.isArray(last)) return alike.flat()
  if (isRecord(last)) return joinFields(piecesOf(alike.filter(isRecord)))
  return last ?? values.at(-1)
}

/**
 * Joins the pieces of tool calls by their `index`. Without an index, a new id begins a new call,
 * and a piece without an id belongs to the call of the piece before.
 */
function joinToolCalls(lists: readonly unknown[]): unknown[] {
  const calls = new Map<number | string, unknown[]>()
  const keys = new Map<string, number | string>()
  let latest: number | string = ''

  for (const piece of lists.flatMap((list) => listAt(list)).filter(isRecord)) {
    const id = textAt(piece, 'id')
    latest = indexOf(piece) ?? keys.get(id) ?? (id || latest)
    if (id && !keys.has(id)) keys.set(id, latest)
    push(calls, latest, piece)
  }
  return [...calls]
    .toSorted(([one], [other]) => rank(one) - rank(other) || 0)
    .map(([, call]) => joinValues(call))
}

function indexOf(piece: unknown): number | undefined {
  const index = valueAt(piece, 'index')
  return typeof index === 'number' ? index : undefined
}

/** Ranks calls: those with an index first, by index, then the others in the order of their arrival. */
function rank(key: number | string): number {
  return typeof key === 'number' ? key : Infinity
}

/**
 * Joins the content of a message to a text. Mistral also sends lists of parts: these stay a list,
 * unless all parts are texts and some content was a text.
 */
function joinContent(pieces: readonly unknown[]): unknown {
  if (!pieces.some(Array.isArray)) return joinValues(pieces)

  const parts = joinTextParts(pieces.flatMap(partsOf))
  const hasStrings = pieces.some((piece) => typeof piece === 'string' && piece !== '')
  return hasStrings && parts.every(isTextPart) ? textOf(parts) : parts
}

function partsOf(piece: unknown): readonly unknown[] {
  if (Array.isArray(piece)) return piece
  return piece ? [{ type: 'text', text: piece }] : []
}

/** Joins adjacent text parts. */
function joinTextParts(parts: readonly unknown[]): unknown[] {
  const runs: unknown[][] = []
  for (const part of parts) {
    const run = runs.at(-1)
    if (run && isTextPart(part) && isTextPart(run[0])) run.push(part)
    else runs.push([part])
  }
  return runs.map(joinValues)
}

function isTextPart(part: unknown): boolean {
  return valueAt(part, 'type') === 'text'
}

/** Gives the text of a content: the string itself, or the joined text parts of a list. */
function textOf(content: unknown): string {
  if (typeof content === 'string') return content
  return listAt(content)
    .filter(isTextPart)
    .map((part) => textAt(part, 'text'))
    .join('')
}

/** Collects the values of each field of several objects. */
function piecesOf(objects: readonly Fields[]): Record<string, unknown[]> {
  const pieces = new Map<string, unknown[]>()
  for (const object of objects) {
    for (const [key, value] of Object.entries(object)) push(pieces, key, value)
  }
  return Object.fromEntries(pieces)
}

function joinFields(pieces: Readonly<Record<string, readonly unknown[]>>): Fields {
  return Object.fromEntries(
    Object.entries(pieces).map(([key, values]) => [key, joinField(key, values)]),
  )
}

function joinField(key: string, values: readonly unknown[]): unknown {
  return SENT_ONCE.has(key) ? (values.find(Boolean) ?? values.at(-1)) : joinValues(values)
}

function push<Key>(lists: Map<Key, unknown[]>, key: Key, value: unknown): void {
  const list = lists.get(key)
  if (list) list.push(value)
  else lists.set(key, [value])
}

function kindOf(value: unknown): string {
  return Array.isArray(value) ? 'array' : typeof value
}

function streamedCall(id: unknown, called: unknown): StreamedToolCall {
  const fields = {
    id,
    name: valueAt(called, 'name'),
    arguments: valueAt(called, 'arguments'),
    input: valueAt(called, 'input'),
  }
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => typeof value === 'string'))
}

/** Lists the deltas of the first choice. A chunk that only pads has no choices. */
function firstDeltas(chunk: unknown): unknown[] {
  return listAt(chunk, 'choices')
    .filter((choice) => choiceIndexOf(choice) === 0)
    .map((choice) => valueAt(choice, 'delta'))
}

/** Lists the fields of a chunk that are not empty, with the index of the choice. */
function filledFields(chunk: unknown): Array<[field: string, value: unknown, index: number]> {
  const fields = listAt(chunk, 'choices').flatMap((choice) =>
    Object.entries({
      ...Object(valueAt(choice, 'delta')),
      finish_reason: valueAt(choice, 'finish_reason'),
    }).map(([field, value]): [string, unknown, number] => [field, value, choiceIndexOf(choice)]),
  )
  const all: typeof fields = [...fields, ['usage', valueAt(chunk, 'usage'), 0]]
  return all
    .filter(([, value]) => isFilled(value))
    .toSorted(([one], [other]) => orderOf(one) - orderOf(other))
}

function isFilled(value: unknown): boolean {
  const isEmptyList = Array.isArray(value) && value.length === 0
  return value !== undefined && value !== null && value !== '' && !isEmptyList
}

function orderOf(field: string): number {
  const index = ORDER.indexOf(field)
  return index < 0 ? ORDER.length : index
}
