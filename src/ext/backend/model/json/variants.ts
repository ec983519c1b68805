import { isObject } from '../../../../routes/answers/answer-kind.js'
import { listAt } from '../../../../routes/protocol/fields.js'
import { isSame, keywordsOf, resolve, spend, type Keywords, type Root } from './keywords.js'

/** One way to satisfy a schema. */
export interface Variant {
  /** The keywords without `$ref`, `allOf`, `anyOf` and `oneOf`: hints to a value, which needs a check. */
  readonly hints: Keywords
  /** The targets of the `$ref`s on the way from the root. A target inside itself would have no end. */
  readonly open: readonly unknown[]
}

/** Lists the ways to satisfy a schema, as long as there are steps. None goes through a target that is open. */
export function* variantsOf(
  schema: unknown,
  root: Root,
  open: readonly unknown[],
): Generator<Variant> {
  if (!spend(root, 10)) return
  const { $ref, allOf: _allOf, anyOf: _anyOf, oneOf: _oneOf, ...hints } = keywordsOf(schema)
  const target = $ref === undefined ? [] : [resolve(String($ref), root.schema)]
  if (target.some((one) => open.includes(one))) return

  const parts = [...target, ...listAt(schema, 'allOf')].map((part) => [part])
  const choices = ['anyOf', 'oneOf'].map((name) => choicesAt(schema, name, root))
  const needed = [...parts, ...choices.filter((choice) => choice.length > 0)]
  yield* combine({ hints, open: [...open, ...target] }, needed, root)
}

/** Lists the schemas of which one has to be satisfied: those without a `$ref` first, for a short value. */
function choicesAt(schema: unknown, name: string, { isShort }: Root): unknown[] {
  const choices = listAt(schema, name)
  if (!isShort) return choices
  return choices.toSorted((one, other) => Number(isReference(one)) - Number(isReference(other)))
}

function isReference(schema: unknown): boolean {
  return isObject(schema) && '$ref' in schema
}

/** Adds one schema of each group to a variant. */
function* combine(
  variant: Variant,
  groups: ReadonlyArray<readonly unknown[]>,
  root: Root,
): Generator<Variant> {
  const [group, ...others] = groups
  if (!group) {
    yield variant
    return
  }
  for (const part of group) {
    for (const { hints, open } of variantsOf(part, root, variant.open)) {
      yield* combine({ hints: merge(variant.hints, hints), open }, others, root)
    }
  }
}

/** Merges the keywords of two schemas that a value has to satisfy. */
function merge(one: Keywords, other: Keywords): Keywords {
  const merged = Object.entries(other).map(([keyword, limit]) => {
    const isNew = one[keyword] === undefined
    return [keyword, isNew ? limit : (MERGES[keyword]?.(one[keyword], limit) ?? limit)]
  })
  return { ...one, ...Object.fromEntries(merged) }
}

type Merge = (one: unknown, other: unknown) => unknown

const larger: Merge = (one, other) => Math.max(Number(one), Number(other))
const smaller: Merge = (one, other) => Math.min(Number(one), Number(other))
const both: Merge = (one, other) => ({ allOf: [one, other] })

const MERGES: Readonly<Record<string, Merge>> = {
  minimum: larger,
  exclusiveMinimum: larger,
  minLength: larger,
  minItems: larger,
  minProperties: larger,
  multipleOf: larger,
  maximum: smaller,
  exclusiveMaximum: smaller,
  maxLength: smaller,
  maxItems: smaller,
  maxProperties: smaller,
  items: both,
  additionalProperties: both,
  propertyNames: both,
  required: (one, other) => [...new Set([one, other].flat())],
  enum: (one, other) =>
    [one].flat().filter((value) => [other].flat().some((it) => isSame(it, value))),
  type: (one, other) => [one].flat().flatMap((type) => commonTypes(type, [other].flat())),
  properties: (one, other) => mergeProperties(keywordsOf(one), keywordsOf(other)),
}

function commonTypes(type: unknown, others: readonly unknown[]): unknown[] {
  if (others.includes(type)) return [type]
  const isWhole =
    type === 'integer' ? others.includes('number') : type === 'number' && others.includes('integer')
  return isWhole ? ['integer'] : []
}

function mergeProperties(one: Keywords, other: Keywords): Keywords {
  const entries = Object.entries(other).map(([name, schema]) => [
    name,
    Object.hasOwn(one, name) ? both(one[name], schema) : schema,
  ])
  return { ...one, ...Object.fromEntries(entries) }
}
