import type { z } from 'zod'
import { alternativesOf, keysOf, nameOf, schemasAt } from '../../routes/request/request-names.js'
import { valueAt } from '../../routes/protocol/fields.js'
import { print } from '../../routes/protocol/print.js'
import { nearestName } from '../../streaming/internal.js'

type Schema = z.core.$ZodType
type Issue = z.core.$ZodIssue
type Path = readonly PropertyKey[]

/** One fault of a value, without its place in the text. */
export interface ValueFault {
  readonly path: Path
  readonly message: string
  /** The part of the text that is wrong; the value unless given. */
  readonly part?: 'key' | 'value'
}

/** Explains a problem that a schema has found: what was expected, what was received, and the nearest name. */
export function explainFault(root: Schema, issue: Issue, value: unknown): readonly ValueFault[] {
  const { path } = issue
  if (issue.code === 'custom') return [{ path, message: issue.message }]
  if (issue.code === 'unrecognized_keys') {
    const known = [...new Set(schemasAt(root, path).flatMap(keysOf))]
    return issue.keys.map((key) => unknownKey([...path, key], key, known))
  }
  const inside = issue.code === 'invalid_union' ? fittingIssues(issue) : undefined
  if (inside) return inside.flatMap((inner) => explainFault(root, within(path, inner), value))
  return [{ path, message: wrongValue(schemasAt(root, path), valueOf(value, path)) }]
}

/** Keys that authors write by the names of other tools, with the keys that they mean. */
const OTHER_NAMES: ReadonlyMap<string, string> = new Map([
  ['rules', 'responses'],
  ['mocks', 'responses'],
  ['content', 'text'],
  ['answer', 'reply'],
  ['delay', 'pace'],
  ['latency', 'pace'],
])

function unknownKey(path: Path, key: string, known: readonly string[]): ValueFault {
  const other = OTHER_NAMES.get(key)
  const nearest = known.find((name) => name === other) ?? nearestName(key, known)
  const advice = nearest === undefined ? `Expected ${listed(known)}.` : meant(nearest)
  return { path, part: 'key', message: `unknown key. ${advice}` }
}

/** Gives the problems of the alternative that is of the kind of the value; undefined where none is. */
function fittingIssues({ errors }: z.core.$ZodIssueInvalidUnion): readonly Issue[] | undefined {
  return errors.find((issues) => issues.length > 0 && issues.every(isInside))
}

function isInside({ path, code }: Issue): boolean {
  return path.length > 0 || code === 'unrecognized_keys' || code === 'custom'
}

function within(path: Path, issue: Issue): Issue {
  return { ...issue, path: [...path, ...issue.path] }
}

function wrongValue(schemas: readonly Schema[], value: unknown): string {
  const name = schemas.map(expectedBy).join(' or ')
  if (value === undefined) return `missing. Expected ${name}.`

  const received = value === null ? 'nothing' : print(value)
  return `expected ${name}, received ${received}.${adviceOn(schemas, value, name)}`
}

/** Names what a schema expects. The texts of a schema are quoted as in JSON. */
function expectedBy(schema: Schema): string {
  const isText = alternativesOf(schema).every((one) => textsIn(one).length > 0)
  return isText ? listed(textsOf(schema).map((text) => JSON.stringify(text))) : nameOf(schema)
}

function adviceOn(schemas: readonly Schema[], value: unknown, name: string): string {
  if (typeof value === 'string') {
    const nearest = nearestName(value, schemas.flatMap(textsOf))
    return nearest === undefined ? '' : ` ${meant(nearest)}`
  }
  const isBare = typeof value === 'number' || typeof value === 'boolean'
  return isBare && name.startsWith('a text') ? ' Put the value in quotes.' : ''
}

/** Lists the texts that a schema names. */
function textsOf(schema: Schema): string[] {
  return alternativesOf(schema).flatMap(textsIn)
}

/** Lists the texts that a schema names, which is no union. */
function textsIn(schema: Schema): string[] {
  return [...(schema._zod.values ?? [])].filter((value) => typeof value === 'string')
}

function meant(name: string): string {
  return `Did you mean "${name}"?`
}

function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? ''
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} or ${last}`
}

function valueOf(value: unknown, path: Path): unknown {
  return valueAt(value, ...path.map((key) => (typeof key === 'number' ? key : String(key))))
}
