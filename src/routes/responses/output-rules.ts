import { firstDifference } from '../lint/first-difference.js'
import type { Problem } from '../lint/lint-rule.js'
import { isRecord } from '../protocol/defaults.js'
import { listAt, valueAt } from '../protocol/fields.js'
import { print } from '../protocol/print.js'
import { textsOfItem, type ItemState } from './item-state.js'
import type { ResponseRule, ResponseState } from './response-state.js'
import { byIndex, keyOf, placesOf, type Fields } from './streamed-output.js'

/** The rules for the output of the response that ends a stream. */
export const outputRules: readonly ResponseRule[] = [
  {
    id: 'responses/output-items',
    severity: 'error',
    reason: 'A client that reads the last event has other items than one that reads the stream.',
    event({ event }, before) {
      if (!endsWithOutput(event, before)) return undefined
      const pairs = pairsIn(event, before)
      const listed = new Set(pairs.map(({ item }) => item))
      const lost = byIndex(before.items.values()).filter((item) => !listed.has(item))
      return [
        ...pairs.flatMap((pair) => wrongItem(pair, before.isOfResumed(event))),
        ...lost.map(({ index, id }) => ({
          message: `The output lacks item ${print(index)}.`,
          expected: id,
        })),
      ]
    },
  },
  {
    id: 'responses/output-text',
    severity: 'error',
    reason: 'A client that reads the last event has another text than one that reads the stream.',
    event: ({ event }, before) =>
      pairsIn(event, before).flatMap(({ item, fields }) =>
        item?.done ? wrongTexts(item, item.done, fields) : [],
      ),
  },
  {
    id: 'responses/output-fields',
    severity: 'warning',
    reason: 'The items of the last event are those of response.output_item.done.',
    event: ({ event }, before) =>
      pairsIn(event, before).flatMap(({ item, fields }) => {
        if (!item?.done || wrongTexts(item, item.done, fields).length > 0) return []
        const pair = firstDifference({ ...item.done, ...UNCOMPARED }, { ...fields, ...UNCOMPARED })
        if (!pair) return []
        const message = `Item ${print(item.index)} of the output differs at ${pair.path}.`
        return [{ message, expected: pair.one, received: pair.other }]
      }),
  },
]

/** The fields that another rule compares, or that OpenAI encrypts anew each time. */
const UNCOMPARED = { id: '', encrypted_content: '', fingerprint: '' }

/** The fields by which a client calls a tool, and answers the call. */
const CALLED = ['call_id', 'name']

/** An item in the output of the last event, with the streamed one. */
interface Pair {
  readonly fields: Fields
  readonly item: ItemState | undefined
  readonly position: number
}

/** Returns true for an event that ends a response with its whole output. */
function endsWithOutput(event: unknown, before: ResponseState): boolean {
  const { type, isFinal } = before.read(event)
  if (!isFinal || type === 'response.failed' || before.ending !== undefined) return false
  return isRecord(valueAt(event, 'response'))
}

function pairsIn(event: unknown, before: ResponseState): Pair[] {
  if (!endsWithOutput(event, before)) return []
  const output = listAt(event, 'response', 'output')
  const places = placesOf(before.items, output.length)
  return output.flatMap((fields, position) =>
    isRecord(fields) ? [{ fields, item: before.items.get(places(position)), position }] : [],
  )
}

function wrongItem({ fields, item, position }: Pair, isResumed: boolean): Problem[] {
  const id = fields['id']
  if (!item) {
    return isResumed ? [] : [{ message: `Item ${position} was not streamed.`, received: id }]
  }
  const streamed = item.done ?? item.added
  // A client calls, and answers, by the fields that it saw first.
  const called = CALLED.filter((field) => item.added && field in item.added)
  return [
    ...(streamed ? changesOf(streamed, fields, ['id', 'type'], position) : []),
    ...(item.added ? changesOf(item.added, fields, called, position) : []),
  ]
}

function changesOf(
  streamed: Fields,
  given: Fields,
  fields: readonly string[],
  position: number,
): Problem[] {
  return fields
    .filter((field) => streamed[field] !== given[field])
    .map((field) => ({
      message: `The ${field} of item ${position} changes.`,
      expected: streamed[field],
      received: given[field],
    }))
}

function wrongTexts(item: ItemState, done: Fields, fields: Fields): Problem[] {
  const expected = new Map(
    textsOfItem(done, item).map((text) => [keyOf(text.kind, text.index), text]),
  )
  const received = new Map(
    textsOfItem(fields, item).map((text) => [keyOf(text.kind, text.index), text]),
  )
  return [...new Set([...expected.keys(), ...received.keys()])].flatMap((key) => {
    const [one, other] = [expected.get(key)?.text ?? '', received.get(key)?.text ?? '']
    if (one === other) return []
    return [
      {
        message: `A text of item ${print(item.index)} changes: ${key}.`,
        expected: one,
        received: other,
      },
    ]
  })
}
