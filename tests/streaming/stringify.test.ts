import {
  array,
  assert,
  constantFrom,
  dictionary,
  jsonValue,
  oneof,
  property,
  record,
  string,
} from 'fast-check'
import { expect, it } from 'vitest'
import { stringifyNext } from '../../src/streaming/stringify.js'

const head = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: 'gpt-5' }

/** Writes events in a row. */
function written(events: readonly unknown[]): string[] {
  return events.map((event) => stringifyNext(event))
}

/** The JSON of the platform. */
function jsonOf(events: readonly unknown[]): Array<string | undefined> {
  return events.map((event) => JSON.stringify(event))
}

/** Events in a row, most of which begin with the same fields, in one of two orders. */
const rows = array(
  record({
    shared: constantFrom<object>(
      head,
      { ...head, id: 'chatcmpl-2' },
      { model: head.model, id: head.id, object: head.object, created: head.created },
      { ...head, created: undefined },
      { ...head, created: Number.NaN },
      { ...head, created: -0 },
      {},
    ),
    own: dictionary(
      oneof(string(), constantFrom('choices', 'usage', 'toJSON', '__proto__', '1')),
      oneof(
        jsonValue(),
        constantFrom(undefined, Symbol('s'), () => 1, new Date(0)),
      ),
      { maxKeys: 5 },
    ),
  }),
  { maxLength: 8 },
)

it('writes the JSON of any events in a row', () => {
  assert(
    property(rows, (row) => {
      const events = row.flatMap(({ shared, own }) => [{ ...shared, ...own }, shared])
      expect(written(events)).toEqual(jsonOf(events))
    }),
  )
})

it('writes fields behind those that repeat, in their order, and none that JSON omits', () => {
  const events = [
    { ...head, choices: [1] },
    { ...head, choices: [2] },
    { ...head, choices: [3], usage: null },
    { ...head, usage: null, choices: [4] },
    { ...head, choices: undefined },
    { ...head, choices: [5], 'a "name"': true },
    head,
    { id: head.id },
    { ...head, model: { name: 'gpt-5' } },
  ]
  expect(written(events)).toEqual(jsonOf(events))
})

it('writes one stream after another, whose ids differ', () => {
  const streams = ['chatcmpl-1', 'chatcmpl-2', 'chatcmpl-3'].map((id) => [
    { ...head, id, choices: [{ delta: { role: 'assistant' } }] },
    { ...head, id, choices: [{ delta: { content: 'Hello' } }] },
    { ...head, id, choices: [], usage: { total_tokens: 2 } },
  ])
  expect(written(streams.flat())).toEqual(jsonOf(streams.flat()))
})

it('gives a toJSON() the key of its field', () => {
  const named = { toJSON: (key: string) => `field ${key}` }
  const events = [head, head, { ...head, choices: named }, { ...head, toJSON: () => 'whole' }]
  expect(written(events)).toEqual(jsonOf(events))
})

it('writes what a field is, and not what it was', () => {
  let reads = 8
  const counting = {
    ...head,
    get n() {
      return reads++
    },
  }
  const key = { toJSON: (name: string) => (name === '' ? undefined : 1) }
  const events = [
    { ...head, n: 9, one: {}, two: {}, three: {}, four: {} },
    counting,
    { ...head, n: 9 },
    { ...head, id: 'other' },
    { ...head, id: 'other', key },
    { ...head, id: 'other', more: 1 },
  ]
  const texts = written(events)
  reads = 8
  expect(texts.filter((_, index) => index !== 1)).toEqual(
    jsonOf(events).filter((_, index) => index !== 1),
  )
})

it('writes the events of a class, and one object whose fields change', () => {
  class Chunk {
    id = head.id
    toJSON() {
      return { ...head, made: true }
    }
  }
  const changing: Record<string, unknown> = { ...head, delta: 'a' }
  const events = [changing, changing, new Chunk()]
  expect(written(events)).toEqual(jsonOf(events))

  changing['delta'] = 'b'
  expect(written(events)).toEqual(jsonOf(events))
})

it('omits the fields that code of a test has added to every object', () => {
  const other = { ...head, id: 'chatcmpl-3' }
  const events = [other, other, { ...other, choices: [] }, { ...other, choices: [1] }]
  stringifyNext(other)
  Reflect.set(Object.prototype, 'added', 1)
  const texts = written(events)
  Reflect.deleteProperty(Object.prototype, 'added')

  expect(texts).toEqual(jsonOf(events))
})

it('refuses a value without JSON', () => {
  expect(() => stringifyNext(undefined)).toThrow('JSON has no such value')
})
