import { Ajv } from 'ajv'
import { readRules, RulesError } from 'msw-openai/rules'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { jsonSchema } from './json-schema.js'
import { FILES } from './openai-mock-api-files.js'
import { INVALID, VALID } from './rule-files.js'

const validate = new Ajv({ allowUnionTypes: true }).compile(jsonSchema())

it('publishes the schema', async () => {
  const published = `${JSON.stringify(jsonSchema(), null, 2)}\n`

  await expect(published).toMatchFileSnapshot('../../../rules.schema.json')
})

it('describes every key', () => {
  expect(keysWithoutHelp('', jsonSchema())).toEqual([])
})

it.each(Object.entries(VALID))('accepts %s, as the reader does', (_, file) => {
  expect(readRules(file).warnings).toEqual([])
  validate(parse(file, { merge: true }))
  expect(validate.errors).toBeNull()
})

it.each(Object.entries(FILES))('accepts %s, which openai-mock-api documents', (_, file) => {
  validate(parse(file, { merge: true }))
  expect(validate.errors).toBeNull()
})

it.each(Object.entries(INVALID))('refuses %s, as the reader does', (_, file) => {
  expect(() => readRules(file)).toThrow(RulesError)
  expect(validate(parse(file))).toBe(false)
})

/** Lists the keys of objects in a schema that have no description. */
function keysWithoutHelp(path: string, schema: object): string[] {
  return Object.entries(schema).flatMap(([name, part]: [string, unknown]): string[] => {
    if (typeof part !== 'object' || part === null) return []
    const inside = keysWithoutHelp(`${path}/${name}`, part)
    const isKey = path.endsWith('/properties')
    return isKey && !('description' in part) ? [`${path}/${name}`, ...inside] : inside
  })
}
