import { isObject } from '../../../../routes/answers/answer-kind.js'
import { listAt } from '../../../../routes/protocol/fields.js'
import { shorten } from '../../../../routes/protocol/print.js'
import { makeValue } from './make-value.js'

/** The error of a schema for which no value was found. */
export class UnfitSchemaError extends Error {
  override readonly name = 'UnfitSchemaError'

  constructor(
    /** The path of the part that no value satisfies, such as `#/properties/city`. */
    readonly path: string,
    /** The part. */
    readonly schema: unknown,
  ) {
    super(
      `Failed to make JSON for a schema: no value was found for ${path}, which is ` +
        `${shorten(JSON.stringify(schema) ?? 'undefined')}. Correct the schema, or script the answer.`,
    )
  }
}

/**
 * Makes a value that is valid under a JSON schema, with readable texts and small numbers. All
 * properties that the schema names are there, and lists have one item, unless the schema asks for
 * another number. A `$ref` back to a schema ends the recursion as soon as the schema allows.
 *
 * Formats that OpenAI does not know are not kept.
 *
 * @param random Gives numbers from 0 up to 1. The same numbers give the same value.
 * @throws {UnfitSchemaError} When no value was found.
 * @throws {TypeError} When a `$ref` points nowhere.
 */
export function jsonFor(schema: unknown, random: () => number): unknown {
  const made = makeValue(schema, random)
  if ('value' in made) return made.value
  // Two schemas of one property are joined by an `allOf` that the schema itself does not have.
  const parts = [made.unfit, ...listAt(made.unfit, 'allOf')]
  const path = parts.map((part) => pathTo(part, schema)).find((found) => found !== undefined)
  throw new UnfitSchemaError(path ?? '#', made.unfit)
}

/** Finds the path to a part of a schema. */
function pathTo(part: unknown, schema: unknown): string | undefined {
  if (part === schema) return '#'
  for (const [name, child] of Object.entries(
    isObject(schema) || Array.isArray(schema) ? schema : {},
  )) {
    const path = pathTo(part, child)
    if (path !== undefined) return path.replace('#', () => `#/${escape(name)}`)
  }
  return undefined
}

function escape(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}
