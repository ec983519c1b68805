import * as fc from 'fast-check'

const FORMATS = [
  'date-time',
  'date',
  'time',
  'duration',
  'email',
  'uuid',
  'ipv4',
  'ipv6',
  'hostname',
]
const PATTERNS = ['^[a-z]+$', '^[A-Z]{2}\\d{3}$', '\\d', '^(foo|ba[rz])(, ?\\w+)*$', '^.{3,}[.!]$']

const name = fc.stringMatching(/^[a-z][A-Za-z_]{0,8}$/)
const bound = fc.integer({ min: -50, max: 50 })
/** Values without `toString` and `valueOf`: Ajv would call such a property. */
const constant = fc
  .jsonValue({ maxDepth: 1 })
  .filter((value) => !['toString', 'valueOf'].some((key) => Object.hasOwn(Object(value), key)))
const leaf = fc.oneof(
  fc.record({ enum: fc.array(constant, { minLength: 1, maxLength: 4 }) }),
  fc.record({ const: constant }),
  fc.constantFrom({ type: 'boolean' }, { type: 'null' }, { type: ['string', 'null'] }, {}),
  fc.record({ type: fc.constant('string'), format: fc.constantFrom(...FORMATS) }),
  fc.record({ type: fc.constant('string'), pattern: fc.constantFrom(...PATTERNS) }),
  fc
    .tuple(fc.nat(30), fc.nat(30))
    .map(([minLength, more]) => ({ type: 'string', minLength, maxLength: minLength + more })),
  fc
    .tuple(bound, fc.nat(50))
    .map(([minimum, more]) => ({ type: 'integer', minimum, maximum: minimum + more })),
  fc.tuple(bound, fc.integer({ min: 1, max: 9 })).map(([exclusiveMinimum, more]) => ({
    type: 'number',
    exclusiveMinimum,
    exclusiveMaximum: exclusiveMinimum + more,
  })),
  fc
    .tuple(fc.constantFrom(0.25, 0.5, 2, 7), bound)
    .map(([multipleOf, minimum]) => ({ type: 'number', multipleOf, minimum })),
)

const rootOrNull = fc.constant({ anyOf: [{ $ref: '#' }, { type: 'null' }] })

/** Schemas that a value satisfies, with references back to the root where the value may be null. */
export const { fitSchema } = fc.letrec<{ fitSchema: object; object: object }>((tie) => ({
  fitSchema: fc.oneof(
    { depthSize: 'small' },
    leaf,
    tie('object'),
    fc.tuple(tie('fitSchema'), fc.nat(3), fc.nat(3)).map(([items, minItems, more]) => ({
      type: 'array',
      items,
      minItems,
      maxItems: minItems + more,
    })),
    fc.record({ anyOf: fc.array(tie('fitSchema'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ allOf: fc.tuple(tie('object')) }),
  ),
  object: fc
    .tuple(
      fc.dictionary(name, fc.oneof(tie('fitSchema'), rootOrNull), { maxKeys: 4 }),
      fc.infiniteStream(fc.boolean()),
    )
    .map(([properties, isRequired]) => ({
      type: 'object',
      properties,
      required: Object.keys(properties).filter(() => isRequired.next().value),
      additionalProperties: false,
    })),
}))

/** Schemas of any combination of keywords. Many have no value. */
export const anySchema = fc
  .tuple(fitSchema, fitSchema, fc.constantFrom('allOf', 'oneOf', 'anyOf', 'not'), fc.boolean())
  .map(([one, other, keyword, isUnique]) => ({
    ...one,
    uniqueItems: isUnique,
    [keyword]: keyword === 'not' ? other : [one, other],
  }))
