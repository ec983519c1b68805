import { z } from 'zod'

/**
 * Give a schema the SDK's type for what it checks.
 *
 * The two cannot be the same: recorded streams lack fields that the SDK's types
 * require. Tests prove that whatever the SDK's types allow, the schemas accept.
 */
export function typed<Value>(schema: z.ZodType): z.ZodType<Value> {
  // The reason stands above.
  return schema as z.ZodType<Value>
}

/** An index into an array, or a count. */
export const index = z.int().nonnegative()

/** A point in time, in Unix seconds. */
export const timestamp = z.number()

/** What only has to say which kind it is, such as the tools that a request asked for. */
export const anyOfType = z.looseObject({ type: z.string() })

/** One token, and how likely it was. */
const token = { token: z.string(), logprob: z.number(), bytes: z.array(z.int()).nullable() }

/** A token with the likeliest others. */
export const tokenLogprob = z.looseObject({ ...token, top_logprobs: z.array(z.looseObject(token)) })

/** Whether a request asks for a stream. */
export const stream = z.boolean().nullish()

/** Something with a role, such as a message of a request. */
export const anyOfRole = z.looseObject({ role: z.string() })

/** Objects that `key` tells apart. An unknown kind is named in the error. */
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

/** Objects that their `type` tells apart, by the fields of each type. */
export function oneOfTypes(shapes: Readonly<Record<string, z.ZodRawShape>>): z.ZodType {
  const kinds = Object.entries(shapes).map(([type, shape]) =>
    z.looseObject({ type: z.literal(type), ...shape }),
  )
  return oneOf('type', kinds)
}
