import { isObject } from '../../../../routes/answers/answer-kind.js'
import { listAt, valueAt } from '../../../../routes/protocol/fields.js'
import { fits } from './fits.js'
import { keywordsOf, spend, type Keywords, type Root } from './keywords.js'
import { numberCandidates } from './number-candidates.js'
import { textCandidates, type TextPlace } from './text-candidates.js'
import { variantsOf } from './variants.js'

/** A value for a schema, or the schema for which there is none: `false`, or one inside the schema. */
export type Made = { readonly value: unknown } | { readonly unfit: unknown }

/** The place of a value in the JSON. */
interface Place extends TextPlace {
  readonly root: Root
  /** The targets of the `$ref`s that are open here. */
  readonly open: readonly unknown[]
}

/** The most steps of work for one value. A step is the check of one keyword: about a microsecond. */
const MOST_STEPS = 500_000

const TYPES = ['string', 'object', 'array', 'number', 'boolean', 'null']

/** The keywords that show the type of a schema without `type`. */
const SIGNS: ReadonlyArray<readonly [type: string, keywords: readonly string[]]> = [
  ['object', ['properties', 'required', 'additionalProperties', 'minProperties', 'propertyNames']],
  ['array', ['items', 'prefixItems', 'minItems', 'contains', 'uniqueItems']],
  ['number', ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf']],
]

/** Makes a value that is valid under a schema: a short one where a longer one takes too much work. */
export function makeValue(schema: unknown, random: () => number): Made {
  let made: Made = { unfit: schema }
  for (const isShort of [false, true]) {
    const root = { schema, isShort, steps: MOST_STEPS }
    made = valueFor(schema, { root, open: [schema], name: 'text', index: 0, random })
    if (root.steps > 0) return made
  }
  // A check without steps proves nothing.
  return 'unfit' in made ? made : { unfit: schema }
}

function valueFor(schema: unknown, place: Place): Made {
  let unfit: unknown
  for (const { hints, open } of variantsOf(schema, place.root, place.open)) {
    for (const made of candidates(hints, { ...place, open })) {
      if (!spend(place.root, 10)) return { unfit: unfit ?? schema }
      if ('unfit' in made) unfit ??= made.unfit
      else if (fits(made.value, schema, place.root)) return made
    }
  }
  return { unfit: isObject(unfit) ? unfit : schema }
}

/** Lists values for the hints of a schema, which need a check. The first ones are the most readable. */
function* candidates(hints: Keywords, place: Place): Generator<Made> {
  const given = 'const' in hints ? [hints.const] : hints.enum
  if (Array.isArray(given)) {
    yield* rotated(given, place).map((value) => ({ value }))
    return
  }
  // A default of null stands for a property that is left out.
  if (hints.default != null) yield { value: hints.default }
  for (const value of listAt(hints, 'examples')) yield { value }
  for (const type of typesOf(hints)) yield* candidatesOfType(type, hints, place)
}

function* candidatesOfType(type: unknown, hints: Keywords, place: Place): Generator<Made> {
  if (type === 'object') {
    const names = Object.keys(keywordsOf(hints.properties))
    const all = new Set([...names, ...requiredNames(hints)])
    if (!place.root.isShort) yield objectOf(all, hints, place)
    yield objectOf(new Set(requiredNames(hints)), hints, place)
  }
  if (type === 'array') {
    if (!place.root.isShort) yield arrayOf(hints, place, 1)
    yield arrayOf(hints, place, 0)
  }
  for (const value of simpleValues(type, hints, place)) yield { value }
}

function simpleValues(type: unknown, hints: Keywords, place: Place): Iterable<unknown> {
  if (type === 'string') return textCandidates(hints, place)
  if (type === 'number' || type === 'integer') return numberCandidates(hints, place.index)
  if (type === 'boolean') return rotated([true, false], place)
  return type === 'null' ? [null] : []
}

function typesOf(hints: Keywords): readonly unknown[] {
  if (hints.type !== undefined) return [hints.type].flat()
  const shown = SIGNS.filter(([, keywords]) => keywords.some((keyword) => keyword in hints))
  return [...new Set([...shown.map(([type]) => type), ...TYPES])]
}

/** Makes an object with some properties. Leaves out one that is not required and has no value. */
function objectOf(names: ReadonlySet<string>, hints: Keywords, place: Place): Made {
  const { properties, additionalProperties } = hints
  const fields: Array<readonly [string, unknown]> = []
  for (const name of names) {
    const schema = valueAt(properties, name) ?? additionalProperties ?? true
    const made = valueFor(schema, { ...place, name })
    if ('value' in made) fields.push([name, made.value])
    else if (requiredNames(hints).includes(name)) return made
  }

  const most = Number(hints.maxProperties ?? Infinity)
  const isMap = names.size === 0 && isObject(additionalProperties) && most > 0
  const least = Number(hints.minProperties ?? (isMap ? 1 : 0))
  while (fields.length < least) {
    const field = additionalField(fields, hints, place)
    if (!field) break
    fields.push(field)
  }
  return { value: Object.fromEntries(fields) }
}

/** Makes a property that a schema does not name; undefined where there is none. */
function additionalField(
  fields: ReadonlyArray<readonly [string, unknown]>,
  { propertyNames = {}, additionalProperties = true }: Keywords,
  place: Place,
): readonly [string, unknown] | undefined {
  const taken = { not: { enum: fields.map(([name]) => name) } }
  const nameSchema = { type: 'string', allOf: [propertyNames, taken] }
  const name = valueFor(nameSchema, { ...place, name: 'key' })
  const field = valueFor(additionalProperties, { ...place, index: place.index + fields.length })
  return 'value' in name && 'value' in field ? [String(name.value), field.value] : undefined
}

/** Makes an array of the least length, or of a wished one where a longer one is valid. */
function arrayOf(hints: Keywords, place: Place, wished: number): Made {
  const first = listAt(hints, 'prefixItems')
  const { items = true, contains, minContains = 1, minItems = 0, maxItems = Infinity } = hints
  const least = Math.max(Number(minItems), contains === undefined ? 0 : Number(minContains))
  const length = Math.min(Math.max(least, first.length, wished), Number(maxItems))
  const made: unknown[] = []

  while (made.length < length) {
    const schemas = [first[made.length] ?? items]
    if (contains !== undefined && made.length < Number(minContains)) schemas.push(contains)
    if (hints.uniqueItems === true) schemas.push({ not: { enum: [...made] } })
    const schema = schemas.length > 1 ? { allOf: schemas } : schemas[0]
    const index = place.index + made.length

    const item = valueFor(schema, { ...place, name: singular(place.name), index })
    if ('unfit' in item && made.length < least) return item
    if ('unfit' in item) break
    made.push(item.value)
  }
  return { value: made }
}

function requiredNames(hints: Keywords): readonly string[] {
  return listAt(hints, 'required').map(String)
}

/** Takes the values from a place on that a random number decides, with null at the end. */
function rotated(values: readonly unknown[], { random }: Place): unknown[] {
  const start = Math.floor(random() * values.length)
  const turned = [...values.slice(start), ...values.slice(0, start)]
  return turned.toSorted((one, other) => Number(one === null) - Number(other === null))
}

/** Gives the name of one item of a list: `tag` for `tags`. */
function singular(name: string): string {
  return name.replace(/(?<=[^s])s$/, '')
}
