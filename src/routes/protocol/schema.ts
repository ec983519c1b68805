import { z } from 'zod'
import { worded } from '../request/request-schema.js'
import { valueAt } from './fields.js'
import { print } from './print.js'

/**
 * Gives a schema the SDK's type for the values that the schema checks.
 *
 * The schema cannot have exactly that type: recorded streams lack fields that the SDK's types
 * require. Tests prove that the schemas accept all that the SDK's types allow.
 */
export function typed<Value>(schema: z.ZodType): z.ZodType<Value> {
  // The comment above explains the cast.
  return schema as z.ZodType<Value>
}

/** Makes the schema of a text that is one of several. */
export function oneOfTexts<const Text extends string>(texts: readonly Text[]) {
  return z.enum(texts, { error: mismatch(list(texts)) })
}

/** Makes the schema of a text that is one of several, or null. */
export function oneOfTextsOrNull<const Text extends string>(texts: readonly Text[]) {
  return z.enum(texts, { error: mismatch(list([...texts, null])) }).nullable()
}

/** Makes the error of a schema that does not say by itself what it expected and received. */
export function mismatch(expected: string): z.core.$ZodErrorMap {
  return ({ input }) => `Invalid input: expected ${expected}, received ${print(input)}`
}

function list(values: ReadonlyArray<string | null>): string {
  const printed = values.map((value) => JSON.stringify(value))
  return [printed.slice(0, -1).join(', '), printed.at(-1)].filter(Boolean).join(' or ')
}

/** Describes the first thing that a schema refuses: `damaged at choices.0: …`; undefined for a valid value. */
export function damageOf(schema: z.ZodType, value: unknown): string | undefined {
  const [issue] = schema.safeParse(value).error?.issues ?? []
  if (!issue) return undefined

  const path = issue.path.length > 0 ? ` at ${issue.path.join('.')}` : ''
  return `damaged${path}: ${issue.message.replace(/^Invalid input: /, '')}`
}

/** The schema of an index into an array, or of a count. */
export const index = z.int().nonnegative()

/** The schema of a time, in Unix seconds. */
export const timestamp = z.number()

/** The schema of an object of which only the `type` is checked, such as a tool of a request. */
export const anyOfType = z.looseObject({ type: z.string() })

/** The schema of a text, or of an object of which only the `type` is checked, such as a choice of a tool. */
export const textOrTyped = z.union([z.string(), anyOfType], {
  error: mismatch('string, or an object with a type'),
})

/** The fields of a token with its log probability. */
const token = { token: z.string(), logprob: z.number(), bytes: z.array(z.int()).nullable() }

/** The schema of a token with the likeliest other tokens. */
export const tokenLogprob = z.looseObject({ ...token, top_logprobs: z.array(z.looseObject(token)) })

/** The schema of a file in a form. A file has no tag in happy-dom, and is of another realm in Jest. */
export const file = worded(
  z.custom<File>().check(({ value, issues }) => {
    if (isFile(value)) return
    issues.push({ code: 'invalid_type', expected: 'file', input: value })
  }),
  { name: 'a file' },
)

function isFile(value: unknown): boolean {
  return typeof valueAt(value, 'name') === 'string' && typeof valueAt(value, 'size') === 'number'
}

/** The schema of the `stream` of a request. */
export const stream = z.boolean().nullish()

/**
 * Makes the schema of objects of several kinds, by the value of `key`. The error names an unknown kind.
 *
 * @param expected The words for the value of `key`, for the error where there is none.
 */
export function oneOf(key: string, kinds: readonly z.ZodObject[], expected = 'string'): z.ZodType {
  const [first, ...rest] = kinds
  if (!first) throw new TypeError('Failed to create a union: expected one kind at least.')

  return z.discriminatedUnion(key, [first, ...rest], {
    error({ code, input }) {
      if (code !== 'invalid_union') return undefined
      const kind = valueAt(input, key)
      return kind === undefined
        ? `Invalid input: expected ${expected}, received undefined`
        : `Unknown ${key}: ${JSON.stringify(kind)}`
    },
  })
}

/** Makes the schema of objects of several types, by the fields of each `type`. */
export function oneOfTypes(shapes: Readonly<Record<string, z.ZodRawShape>>): z.ZodType {
  const kinds = Object.entries(shapes).map(([type, shape]) =>
    z.looseObject({ type: z.literal(type), ...shape }),
  )
  return oneOf('type', kinds)
}
