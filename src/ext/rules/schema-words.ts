import { z } from 'zod'
import { worded } from '../../routes/request/request-schema.js'
import { LONGEST_DELAY } from '../../streaming/internal.js'

/** The schema of a text. */
export const text = worded(z.string(), { name: 'a text' })

/** The schema of a text that is not empty. */
export const name = worded(z.string().min(1), { name: 'a text that is not empty' })

/** The schema of a number of milliseconds. */
export const milliseconds = worded(z.number().min(0).max(LONGEST_DELAY), {
  name: `a number of milliseconds, from 0 to ${LONGEST_DELAY}`,
})

/** The schema of a number of events, bytes or tokens. */
export const count = worded(z.int().min(0), { name: 'a whole number, 0 or more' })

/** The schema of a number of calls or characters. */
export const countFromOne = worded(z.int().min(1), { name: 'a whole number, 1 or more' })

/** Makes the schema of a map that has no other keys. */
export function map<Shape extends z.ZodRawShape>(
  shape: Shape,
  words = `a map of ${Object.keys(shape).join(', ')}`,
) {
  return worded(z.strictObject(shape), { name: words })
}

/** Makes the schema of a list that is not empty. */
export function list<Item extends z.ZodType>(item: Item, items: string) {
  return worded(z.array(item).min(1), { name: `a list of one or more ${items}` })
}

/** Adds a check of several keys. It runs for values without other faults. */
export function checked<Schema extends z.ZodType>(
  schema: Schema,
  faultsIn: (value: z.output<Schema>) => Iterable<KeyFault>,
): Schema {
  return schema.check(({ value, issues }) => {
    if (issues.length > 0) return
    for (const [message, ...path] of faultsIn(value)) {
      issues.push({ code: 'custom', input: value, message, path })
    }
  })
}

/** One fault of a value: what is wrong, and the path of the key inside of the value. */
export type KeyFault = readonly [message: string, ...path: PropertyKey[]]
