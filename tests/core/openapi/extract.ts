// Writes `schemas.json`, an extract of OpenAI's published description of its API:
//
//   node tests/core/openapi/extract.ts openapi.json <commit>
//
// The extract has the schemas of the core's plain answers, without texts for people.
import { readFileSync, writeFileSync } from 'node:fs'

type Node = Record<string, unknown>

const [file = '', commit = ''] = process.argv.slice(2)
const description = JSON.parse(readFileSync(file, 'utf8'))
const CORE =
  /^\/(chat|completions|responses|conversations|embeddings|moderations|models|files|uploads|batches|images|audio|vector_stores|containers|assistants|threads)\b/
const FOR_PEOPLE =
  /^(description|title|example|examples|externalDocs|deprecated|discriminator|x-.*)$/
const REFERENCE = '#/components/schemas/'

const schemas = new Map<string, unknown>()
const answers = Object.fromEntries(Object.entries<Node>(description.paths).flatMap(answersOf))
const lines = [...schemas]
  .toSorted(([one], [other]) => (one < other ? -1 : 1))
  .map(([name, schema]) => `${JSON.stringify(name)}: ${JSON.stringify(schema)}`)
writeFileSync(
  new URL('schemas.json', import.meta.url),
  `{ "source": "https://github.com/openai/openai-openapi", "commit": ${JSON.stringify(commit)},
"answers": ${JSON.stringify(answers)},
"schemas": {
${lines.join(',\n')}
} }
`,
)

/** Lists the schemas of the plain answers of one path, by method and path. */
function answersOf([path, methods]: [string, Node]): Array<[string, unknown]> {
  // The paths with a query are those of `beta.responses`, which answer as `responses`.
  if (!CORE.test(path) || path.includes('?')) return []
  return Object.entries(methods).flatMap(([method, operation]): Array<[string, unknown]> => {
    const schema = at(operation, 'responses', '200', 'content', 'application/json', 'schema')
    const key = `${method.toUpperCase()} ${path.replaceAll(/\{[^}]*\}/g, '{}')}`
    return schema === undefined ? [] : [[key, extracted(schema)]]
  })
}

/** Copies a schema without texts for people, and adds the schemas to which it refers. */
function extracted(schema: unknown, isMap = false): unknown {
  if (Array.isArray(schema)) return schema.map((item) => extracted(item))
  if (typeof schema !== 'object' || schema === null) return schema

  addReference(at(schema, '$ref'))
  const fields = Object.entries(schema)
    .filter(([key]) => isMap || !FOR_PEOPLE.test(key))
    .map(([key, value]) => [key, extracted(value, !isMap && key === 'properties')])
  return nullable(Object.fromEntries(fields))
}

/** Writes the `nullable` of OpenAPI 3.0 as JSON Schema has it. */
function nullable({ nullable: isNullable, ...schema }: Node): Node {
  return isNullable === true ? { anyOf: [schema, { type: 'null' }] } : schema
}

function addReference(reference: unknown): void {
  if (typeof reference !== 'string' || !reference.startsWith(REFERENCE)) return
  const name = reference.slice(REFERENCE.length)
  if (schemas.has(name)) return
  schemas.set(name, undefined)
  schemas.set(name, extracted(description.components.schemas[name]))
}

function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((from, key) => Reflect.get(Object(from), key), value)
}
