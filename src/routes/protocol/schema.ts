import { z } from 'zod'

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

/** The schema of an index into an array, or of a count. */
export const index = z.int().nonnegative()

/** The schema of a time, in Unix seconds. */
export const timestamp = z.number()

/** The schema of an object of which only the `type` is checked, such as a tool of a request. */
export const anyOfType = z.looseObject({ type: z.string() })

/** The fields of a token with its log probability. */
const token = { token: z.string(), logprob: z.number(), bytes: z.array(z.int()).nullable() }

/** The schema of a token with the likeliest other tokens. */
export const tokenLogprob = z.looseObject({ ...token, top_logprobs: z.array(z.looseObject(token)) })

/** The schema of the `stream` of a request. */
export const stream = z.boolean().nullish()

/** The schema of an object of which only the `role` is checked, such as a message of a request. */
export const anyOfRole = z.looseObject({ role: z.string() })

/** Makes the schema of objects of several kinds, by the value of `key`. The error names an unknown kind. */
export function oneOf(key: string, kinds: readonly z.ZodObject[]): z.ZodType {
  const [first, ...rest] = kinds
  if (!first) throw new TypeError('Failed to create a union: expected one kind at least.')

  return z.discriminatedUnion(key, [first, ...rest], {
    error: ({ code, input }) =>
      code === 'invalid_union'
        ? `Unknown ${key}: ${JSON.stringify(Reflect.get(Object(input), key))}`
        : undefined,
  })
}

/** Makes the schema of objects of several types, by the fields of each `type`. */
export function oneOfTypes(shapes: Readonly<Record<string, z.ZodRawShape>>): z.ZodType {
  const kinds = Object.entries(shapes).map(([type, shape]) =>
    z.looseObject({ type: z.literal(type), ...shape }),
  )
  return oneOf('type', kinds)
}
