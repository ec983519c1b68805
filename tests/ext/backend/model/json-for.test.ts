import { Ajv2020 } from 'ajv/dist/2020.js'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { jsonFor, UnfitSchemaError } from '../../../../src/ext/backend/model/json/json-for.js'
import { numbersOf } from '../../../../src/routes/protocol/numbers-of.js'
import { anySchema, fitSchema } from './schemas.js'

/** Matches the formats of structured outputs, as RFC 3339, 4122, 5321, 2673 and 1035 have them. */
const formats = {
  'date-time': /^\d{4}-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/,
  date: /^\d{4}-[01]\d-[0-3]\d$/,
  time: /^[0-2]\d:[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/,
  duration: /^P(?=.)(\d+W|(\d+Y)?(\d+M)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+S)?)?)$/,
  email: /^[^\s@]+@([a-z\d-]+\.)+[a-z]+$/i,
  uuid: /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i,
  ipv4: /^((25[0-5]|2[0-4]\d|1?\d?\d)(\.(?!$)|$)){4}$/,
  ipv6: /^(?=.*::)([\da-f]{1,4}::?)+[\da-f]{1,4}$/i,
  // RFC 1035, 2.3.4: a label has 63 letters at most, and a name 253.
  hostname:
    /^(?=.{1,253}\.?$)([a-z\d]([a-z\d-]{0,61}[a-z\d])?\.)*[a-z\d]([a-z\d-]{0,61}[a-z\d])?\.?$/i,
  uri: /^[a-z][a-z\d+.-]*:\S+$/,
}
const ajv = new Ajv2020({ strict: false, formats })

/** Makes a value of a schema with a seed, and lists the errors of Ajv, which has to find none. */
function make(schema: unknown, seed = 1) {
  const value = jsonFor(schema, numbersOf(String(seed)))
  const validate = ajv.compile(Object(schema))
  validate(value)
  return { value, errors: validate.errors }
}

/** Makes texts with twenty seeds. */
function texts(): unknown[] {
  return Array.from({ length: 20 }, (_, seed) => make({ type: 'string' }, seed).value)
}

/** Makes a strict schema of an object. */
function strict(properties: object, more: object = {}) {
  const required = Object.keys(properties)
  return { type: 'object', properties, required, additionalProperties: false, ...more }
}

const node = strict({
  value: { type: 'number' },
  next: { anyOf: [{ $ref: '#/$defs/node' }, { type: 'null' }] },
})

describe('jsonFor', () => {
  it('makes readable texts, small numbers and one item of a list', () => {
    const trip = strict({
      homeCity: { type: 'string' },
      days: { type: 'integer' },
      unit: { enum: ['metric'] },
      tags: { type: 'array', items: { type: 'string' } },
      email: { type: 'string' },
    })

    expect(make(trip)).toEqual({
      errors: null,
      value: {
        homeCity: expect.stringMatching(/^[a-z]+ home city$/),
        days: 1,
        unit: 'metric',
        tags: [expect.stringMatching(/^[a-z]+ tag$/)],
        email: 'person1@example.com',
      },
    })
  })

  it.each<[string, object, unknown]>([
    ['a constant', { const: { a: [1] } }, { a: [1] }],
    ['the first of several types', { type: ['integer', 'null'] }, 1],
    ['null', { type: 'null' }, null],
    ['a default', { type: 'string', default: 'metric' }, 'metric'],
    ['an example', { type: 'string', examples: [3, 'Paris'] }, 'Paris'],
    ['the first branch that fits', { anyOf: [{ not: {} }, { const: 2 }] }, 2],
    ['exactly one branch', { type: 'integer', oneOf: [{ minimum: 0 }, { maximum: 4 }] }, 5],
    ['all branches', { allOf: [{ type: 'number', minimum: 3 }, { maximum: 4 }] }, 3],
    ['a definition', { $ref: '#/$defs/a~1b', $defs: { 'a/b': { const: 1 } } }, 1],
    [
      'a definition with more keywords',
      { $ref: '#/$defs/n', minimum: 5, $defs: { n: { type: 'integer' } } },
      5,
    ],
    ['a list inside itself', { $ref: '#/$defs/node', $defs: { node } }, { value: 1, next: null }],
    [
      'a tree',
      strict({ id: { type: 'integer' }, children: { type: 'array', items: { $ref: '#' } } }),
      { id: 1, children: [] },
    ],
    [
      'an optional property inside itself',
      { type: 'object', properties: { it: { $ref: '#' } } },
      {},
    ],
    ['the least integer', { type: 'integer', minimum: 3, maximum: 9 }, 3],
    ['a number between bounds', { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 }, 0.5],
    ['an integer between bounds', { type: 'integer', exclusiveMinimum: 5, exclusiveMaximum: 7 }, 6],
    ['a negative number', { type: 'integer', maximum: -3 }, -3],
    ['a multiple', { type: 'integer', multipleOf: 7, minimum: 8 }, 14],
    ['a multiple of a fraction', { type: 'number', multipleOf: 0.25, minimum: 1.1 }, 1.25],
    [
      'nested lists',
      {
        type: 'array',
        minItems: 2,
        items: { type: 'array', items: { type: 'integer' }, minItems: 2 },
      },
      [
        [1, 2],
        [2, 3],
      ],
    ],
    [
      'a tuple',
      { type: 'array', prefixItems: [{ const: 'a' }, { type: 'integer' }], items: false },
      ['a', 2],
    ],
    [
      'unique items',
      { type: 'array', items: { enum: [1, 2] }, minItems: 2, uniqueItems: true },
      expect.arrayContaining([1, 2]),
    ],
    ['no item', { type: 'array', items: { type: 'string' }, maxItems: 0 }, []],
    [
      'a map',
      {
        type: 'object',
        additionalProperties: { type: 'integer' },
        minProperties: 2,
        propertyNames: { enum: ['a', 'b'] },
      },
      { a: expect.any(Number), b: expect.any(Number) },
    ],
    [
      'properties of two schemas',
      {
        allOf: [
          { properties: { a: { type: 'number' } }, required: ['a'] },
          { properties: { a: { minimum: 4 } } },
        ],
      },
      { a: 4 },
    ],
    ['a property without a schema', { type: 'object', required: ['a'] }, { a: expect.any(String) }],
    ['a schema without keywords', {}, expect.any(String)],
    ['a value for a condition', { type: 'integer', if: { minimum: 5 }, else: false }, 5],
  ])('makes %s', (_, given, expected) => {
    expect(make(given)).toEqual({ value: expected, errors: null })
  })

  it.each(Object.keys(formats))('makes a text of the format %s', (format) => {
    expect(make({ type: 'string', format })).toEqual({ value: expect.any(String), errors: null })
  })

  it.each<[string, object]>([
    [
      'an email with a pattern that allows other texts',
      { type: 'string', format: 'email', pattern: '^.{3,}[.!]$' },
    ],
    [
      'a hostname with a pattern in capitals',
      { type: 'string', format: 'hostname', pattern: '^[A-Z]{2}\\d{3}$' },
    ],
    ['a multiple that JavaScript writes with an exponent', { enum: [6e220], multipleOf: 0.25 }],
    [
      'a constant with properties in another order',
      { enum: [{ a: 1, b: 2 }], not: { const: { b: 2, a: 1 } } },
    ],
    [
      'unique items with properties in another order',
      {
        enum: [
          [
            { a: 1, b: 2 },
            { b: 2, a: 1 },
          ],
        ],
        uniqueItems: true,
      },
    ],
  ])('makes a valid value of %s, or refuses the schema', (_, given) => {
    expect(errorsOrRefusal(given, 1)).toBeNull()
  })

  it('makes a short value of schemas that all have each other', () => {
    const names = Array.from({ length: 12 }, (_, number) => `node${number}`)
    const fields = names.map((name) => [
      name,
      { anyOf: [{ $ref: `#/$defs/${name}` }, { type: 'null' }] },
    ])
    const schema = strict(Object.fromEntries(fields))
    const $defs = Object.fromEntries(names.map((name) => [name, schema]))

    expect(make({ $ref: '#/$defs/node0', $defs })).toEqual({
      errors: null,
      value: Object.fromEntries(names.map((name) => [name, null])),
    })
  })

  it.each([
    { minLength: 3, maxLength: 5 },
    { minLength: 40 },
    { maxLength: 0 },
    { minLength: 100, maxLength: 100 },
  ])('makes a text of the length %o', (length) => {
    expect(make({ type: 'string', ...length }).errors).toBeNull()
  })

  it.each([
    '^[A-Z]{3}-\\d{4}$',
    '^#[0-9a-f]{6}$',
    '^(?=.*\\d)(?=.*[A-Z])(?=.*[!@#])[\\w!@#]{8,}$',
    '\\bfoo\\b',
    '^\\+?[1-9]\\d{1,14}$',
    '^\\p{Lu}\\p{L}+$',
    '^[\\u4e00-\\u9fff]+$',
    '^(a|b)(?<x>c|d)\\1\\k<x>$',
    '^(?:https?://)?[^/\\s]+/(?!admin)\\w*$',
    "^(?!\\.)(?!.*\\.\\.)([A-Za-z0-9_'+\\-\\.]*)[A-Za-z0-9_+-]@([A-Za-z0-9][A-Za-z0-9\\-]*\\.)+[A-Za-z]{2,}$",
    '',
  ])('makes a text of the pattern %s', (pattern) => {
    expect(make({ type: 'string', pattern }).errors).toBeNull()
  })

  it.each([
    { pattern: '^[a-z]+$', minLength: 30, maxLength: 30 },
    { pattern: '^(\\d{4} ?){2,}$', minLength: 12 },
    { pattern: '^([a-z]+ )*end$', minLength: 50 },
  ])('makes a text of a pattern and a length, %o', (text) => {
    expect(make({ type: 'string', ...text }).errors).toBeNull()
  })

  it('keeps the value for the same numbers, and has others for others', () => {
    expect(texts()).toEqual(texts())
    expect(new Set(texts()).size).toBeGreaterThan(5)
  })

  it.each<[string, unknown, string]>([
    ['false', false, '#'],
    [
      'bounds that exclude each other',
      strict({ a: { type: 'integer', minimum: 5, maximum: 3 } }),
      '#/properties/a',
    ],
    [
      'a pattern that nothing matches',
      strict({ a: strict({ b: { type: 'string', pattern: '^a\\bc$' } }) }),
      '#/properties/a/properties/b',
    ],
    ['a pattern that is none', { type: 'string', pattern: '(' }, '#'],
    [
      'a required property of false',
      { properties: { a: strict({ b: false }) }, required: ['a'], type: 'object' },
      '#/properties/a',
    ],
    [
      'a schema that needs itself',
      { $ref: '#/$defs/n', $defs: { n: strict({ n: { $ref: '#/$defs/n' } }) } },
      '#/$defs/n/properties/n',
    ],
    [
      'more unique items than there are',
      strict({ a: { type: 'array', items: { enum: [1] }, minItems: 2, uniqueItems: true } }),
      '#/properties/a/items',
    ],
    ['an endless list', { type: 'array', minItems: 1e9 }, '#'],
    [
      'an endless list of unique items',
      { type: 'array', items: { type: 'integer' }, minItems: 1e9, uniqueItems: true },
      '#',
    ],
    ['an endless map', { type: 'object', minProperties: 1e9 }, '#'],
    ['an endless text', { type: 'string', minLength: 1e9 }, '#'],
    ['an endless text of a pattern', { type: 'string', pattern: '^((a{1000}){1000}){1000}$' }, '#'],
    [
      'too many choices without a common type',
      {
        allOf: [
          { type: 'object' },
          ...Array.from({ length: 24 }, () => ({ anyOf: [{ type: 'string' }, { type: 'null' }] })),
        ],
      },
      '#',
    ],
    [
      'two types of one property',
      {
        allOf: [
          { properties: { a: { type: 'null' } }, required: ['a'], type: 'object' },
          { properties: { a: { type: 'string' } } },
        ],
      },
      '#/allOf/0/properties/a',
    ],
  ])('refuses %s, and names the path', (_, given, path) => {
    expect(() => jsonFor(given, numbersOf('1'))).toThrow(
      expect.toSatisfy((error) => error instanceof UnfitSchemaError && error.path === path),
    )
  })

  it('says what to do about a schema without a value', () => {
    expect(() => jsonFor(strict({ a: { enum: [] } }), numbersOf('1'))).toThrow(
      'Failed to make JSON for a schema: no value was found for #/properties/a, ' +
        'which is {"enum":[]}. Correct the schema, or script the answer.',
    )
  })

  it('refuses a reference that points nowhere', () => {
    expect(() => jsonFor({ $ref: '#/$defs/city' }, numbersOf('1'))).toThrow(
      'Failed to make JSON for a schema: "$ref" is "#/$defs/city", but the schema has nothing there.',
    )
  })

  it('knows that a name with a label of more than 63 letters is no host name', () => {
    const given = { type: 'string', pattern: '^[a-z]+$', not: { format: 'hostname' } }
    const { value, errors } = make(given, 0)

    expect(errors).toBeNull()
    expect(value).toMatch(/^[a-z]{64,}$/)
  })

  it('makes a valid value of any schema that has one by its construction', () => {
    fc.assert(
      fc.property(fitSchema, fc.nat(), (given, seed) => {
        expect(make(given, seed).errors).toBeNull()
      }),
      { numRuns: 300 },
    )
  })

  it('makes a valid value of any schema, or refuses the schema', () => {
    fc.assert(
      fc.property(anySchema, fc.nat(), (given, seed) => {
        expect(errorsOrRefusal(given, seed)).toBeNull()
      }),
      { numRuns: 300 },
    )
  })
})

/** Lists the errors of a value; null for a value without errors, and for a schema that is refused. */
function errorsOrRefusal(given: unknown, seed: number): unknown {
  try {
    return make(given, seed).errors
  } catch (error) {
    return error instanceof UnfitSchemaError ? null : error
  }
}
