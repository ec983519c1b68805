import { z } from 'zod'

/** The words in which the API refuses a request. */
export interface Refusal {
  /** The text for people. */
  readonly message: string
  /** The path of the wrong parameter, or null. */
  readonly param: string | null
  /** The code for programs, or null. */
  readonly code: string | null
}

/** A rule about several fields of a request. Gives the refusal of a request that breaks the rule. */
export type Rule<Body> = (body: Body) => Refusal | undefined

/** The words of the API about the values of one schema, where they are not the usual ones. */
interface Words {
  /** The name of the values, such as `an array of tools`. */
  readonly name?: string
  /** The refusal of a request without a value. */
  readonly missing?: Refusal
}

/** The words of the schemas that have words of their own. */
export const wordsOf = z.registry<Words>()

/** Gives a schema words of its own, for the error of a request that the schema refuses. */
export function worded<Schema extends z.ZodType>(schema: Schema, words: Words): Schema {
  wordsOf.add(schema, words)
  return schema
}

/** Adds rules to the schema of a body. They see only bodies that the schema accepts, and the first broken rule counts. */
export function withRules<Schema extends z.ZodType>(
  schema: Schema,
  rules: ReadonlyArray<Rule<z.output<Schema>>>,
): Schema {
  const refuse: Rule<z.output<Schema>> = (body) => {
    for (const rule of rules) {
      const refusal = rule(body)
      if (refusal) return refusal
    }
    return undefined
  }
  return schema.refine((body) => refuse(body) === undefined, { params: { refuse } })
}

/** Makes the refusal of a request without a parameter. */
export function missing(param: string): Refusal {
  const message = `Missing required parameter: '${param}'.`
  return { message, param, code: 'missing_required_parameter' }
}

/** Makes the refusal of a parameter that the API does not know. */
export function unknownParameter(param: string): Refusal {
  return { message: `Unknown parameter: '${param}'.`, param, code: 'unknown_parameter' }
}

/** Makes the refusal of a text in the query that is no integer. */
export function notAnInteger(param: string): Refusal {
  const message = `Invalid type for '${param}': expected an integer, but got a string instead.`
  return { message, param, code: 'invalid_type' }
}

/** The schema of a name, such as that of a function. */
export const nameText = z
  .string()
  .min(1)
  .regex(/^[a-zA-Z0-9_-]+$/)

/** The schemas of the parameters of sampling. */
export const sampling = {
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
}
