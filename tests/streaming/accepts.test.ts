import * as fc from 'fast-check'
import { expect, it, vi } from 'vitest'
import { z } from 'zod'
import { accepts } from '../../src/streaming/accepts.js'

const word = z.looseObject({
  kind: z.literal('word'),
  text: z.string(),
  tone: z.enum(['high', 'low']).optional(),
  parts: z.array(z.object({ at: z.int().nonnegative(), end: z.number().nullish() })),
  note: z.unknown(),
  rest: z.record(z.string(), z.number()).nullable(),
})

it('accepts a value at once', () => {
  const value = { kind: 'word', text: '', parts: [{ at: 1 }], note: 1, rest: null, more: true }
  expect(accepts(word, value)).toBe(true)
})

/** Values that are often words, and often nearly. */
const nearly = fc.record(
  {
    kind: fc.constantFrom('word', 'Word', undefined, 1),
    text: fc.oneof(fc.string(), fc.constantFrom(null, undefined, 1)),
    tone: fc.constantFrom('high', 'low', 'lower', undefined, null),
    parts: fc.oneof(
      fc.array(
        fc.record(
          {
            at: fc.oneof(fc.nat(), fc.constantFrom(-1, 0.5, '1', null)),
            end: fc.constantFrom(1.5, NaN, Infinity, null, undefined, 'x'),
          },
          { requiredKeys: [] },
        ),
        { maxLength: 2 },
      ),
      fc.constantFrom({}, null, undefined),
    ),
    note: fc.anything(),
    rest: fc.oneof(fc.dictionary(fc.string(), fc.nat()), fc.constantFrom(null, [], { a: 'b' })),
  },
  { requiredKeys: [] },
)

it('never takes what the schema refuses', () => {
  fc.assert(
    fc.property(fc.oneof(nearly, fc.anything()), (value) => {
      expect(accepts(word, value) && !word.safeParse(value).success).toBe(false)
    }),
    { numRuns: 500 },
  )
})

it.each<[name: string, schema: z.ZodType, accepted: unknown, refused: unknown]>([
  ['a format', z.email(), 'a@b.co', 'a'],
  ['a length', z.string().min(2), 'ab', 'a'],
  ['an array too short', z.array(z.string()).min(1), ['a'], []],
  ['a refinement', z.object({ a: z.number() }).refine(({ a }) => a > 1), { a: 2 }, { a: 1 }],
  ['a strict object', z.strictObject({ a: z.number() }), { a: 1 }, { a: 1, b: 2 }],
  ['a typed rest', z.object({}).catchall(z.number()), { a: 1 }, { a: '1' }],
  ['a union', z.union([z.literal('a'), z.object({ b: z.string() })]), 'a', 'b'],
  ['a recursion', z.lazy(() => z.object({ a: z.string() })), { a: '' }, { a: 1 }],
  ['a pipe', z.string().transform(Number).pipe(z.number()), '1', 'one'],
])('asks the schema for %s', (_, schema, accepted, refused) => {
  expect(schema.safeParse(accepted).success).toBe(true)
  expect(accepts(schema, accepted)).toBe(true)
  expect(accepts(schema, refused)).toBe(false)
})

const refined = z.looseObject({ a: z.string() }).refine(({ a }) => a !== 'no', { path: ['a'] })

it.each<[what: string, schema: z.ZodType, accepted: unknown, refused: unknown]>([
  ['a refinement', refined, { a: 'yes' }, { a: 'no' }],
  ['a refinement of a wrong object', refined, { a: '' }, { a: 1 }],
  ['a refinement that is no boolean', z.looseObject({}).refine(() => 'yes'), {}, 1],
  ['a union', z.union([z.string(), z.array(z.string())]), ['a'], [1]],
  ['a field that is a union', z.object({ a: z.union([z.string(), z.null()]) }), { a: null }, {}],
])('agrees with the schema about %s', (_, schema, accepted, refused) => {
  expect(schema.safeParse(accepted).success).toBe(true)
  expect(schema.safeParse(refused).success).toBe(false)
  expect(accepts(schema, refused)).toBe(false)
})

it.each([
  [refined, { a: 'yes' }],
  [z.union([z.string(), z.array(z.string())]), ['a']],
])('accepts by itself what %j accepts', (schema, value) => {
  const parse = vi.spyOn(schema._zod, 'run')

  expect(accepts(schema, value)).toBe(true)
  expect(parse).not.toHaveBeenCalled()
})

it('follows a schema that contains itself', () => {
  const tree = z.object({
    name: z.string(),
    get children() {
      return z.array(tree).optional()
    },
  })

  expect(accepts(tree, { name: 'a', children: [{ name: 'b' }] })).toBe(true)
  expect(accepts(tree, { name: 'a', children: [{ name: 1 }] })).toBe(false)
})

it('asks the schema for what only the schema makes fit', () => {
  expect(accepts(z.string().default('x'), undefined)).toBe(false)
  expect(accepts(z.object({ a: z.coerce.string() }), { a: 1 })).toBe(true)
})

it('asks the schema about a field that is absent, whatever it may be', () => {
  const value = { kind: 'word', text: '', parts: [], rest: null }

  expect(word.safeParse(value).success).toBe(false)
  expect(accepts(word, value)).toBe(false)
})

it.each([true, false])('checks fields of any name, with generated code: %s', (isAllowed) => {
  using _ = vi.spyOn(z.core.util.allowsEval, 'value', 'get').mockReturnValue(isAllowed)
  const quoted = z.looseObject({ 'a"]': z.string(), "b'\n`": z.number().optional() })

  expect(accepts(quoted, { 'a"]': '' })).toBe(true)
  expect(accepts(quoted, { 'a"]': '', "b'\n`": 1 })).toBe(true)
  expect(accepts(quoted, { 'a"]': '', "b'\n`": '1' })).toBe(false)
  expect(accepts(quoted, { "b'\n`": 1 })).toBe(false)
})
