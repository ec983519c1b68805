import fc from 'fast-check'
import { expect, it } from 'vitest'
import { stringifyNext } from '../../src/streaming/stringify.js'

const head = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: 'gpt-5' }

/** Writes events in a row, and compares each with the JSON of the platform. */
function expectJSON(...events: readonly unknown[]): void {
  expect(events.map((event) => stringifyNext(event))).toEqual(
    events.map((event) => JSON.stringify(event)),
  )
}

/** Events in a row, most of which begin with the same fields, in one of two orders. */
const rows = fc.array(
  fc.record({
    shared: fc.constantFrom<object>(
      head,
      { ...head, id: 'chatcmpl-2' },
      { object: head.object, ...head },
      { ...head, created: undefined },
      { ...head, created: Number.NaN },
      { ...head, created: -0 },
      {},
    ),
    own: fc.dictionary(
      fc.oneof(fc.string(), fc.constantFrom('choices', 'usage', 'toJSON', '__proto__', '1')),
      fc.oneof(
        fc.jsonValue(),
        fc.constantFrom(undefined, Symbol('s'), () => 1, new Date(0)),
      ),
      { maxKeys: 5 },
    ),
  }),
  { maxLength: 8 },
)

it('writes the JSON of any events in a row', () => {
  fc.assert(
    fc.property(rows, (events) =>
      expectJSON(...events.flatMap(({ shared, own }) => [{ ...shared, ...own }, shared])),
    ),
  )
})

it('writes fields behind those that repeat, in their order, and none that JSON omits', () => {
  expectJSON(
    { ...head, choices: [1] },
    { ...head, choices: [2] },
    { ...head, choices: [3], usage: null },
    { ...head, usage: null, choices: [4] },
    { ...head, choices: undefined },
    { ...head, choices: [5], 'a "name"': true },
    head,
    { id: head.id },
    { ...head, model: { name: 'gpt-5' } },
  )
})

it('gives a toJSON() the key of its field', () => {
  const named = { toJSON: (key: string) => `field ${key}` }
  expectJSON(head, head, { ...head, choices: named }, { ...head, toJSON: () => 'whole' })
})

it('writes the events of a class, and one object whose fields change', () => {
  class Chunk {
    id = head.id
    get model() {
      return 'gpt-5'
    }
    toJSON() {
      return { ...head, made: true }
    }
  }
  const changing: Record<string, unknown> = { ...head, delta: 'a' }
  expectJSON(changing, changing, new Chunk())
  changing['delta'] = 'b'
  expectJSON(changing, new Chunk(), changing)
})

it('omits the fields that code of a test has added to every object', () => {
  const other = { ...head, id: 'chatcmpl-3' }
  const events = [other, other, { ...other, choices: [] }, { ...other, choices: [1] }]
  stringifyNext(other)
  Object.defineProperty(Object.prototype, 'added', {
    value: 1,
    enumerable: true,
    configurable: true,
  })
  const written = events.map((event) => stringifyNext(event))
  Reflect.deleteProperty(Object.prototype, 'added')

  expect(written).toEqual(events.map((event) => JSON.stringify(event)))
})

it('refuses a value without JSON', () => {
  expect(() => stringifyNext(undefined)).toThrow('JSON has no such value')
})
