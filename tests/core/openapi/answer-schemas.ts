import { readFileSync } from 'node:fs'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'

const { answers, schemas } = JSON.parse(
  readFileSync(new URL('schemas.json', import.meta.url), 'utf8'),
)
const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true, verbose: true })
ajv.addSchema({ $id: 'openai', answers, components: { schemas } })

/**
 * Finds the published schema of the plain answer to a request; undefined for an answer that is no
 * JSON.
 *
 * @param path The path below the base URL, in MSW's syntax.
 */
export function answerSchema(method: string, path: string): ValidateFunction | undefined {
  const key = `${method} ${path.replaceAll(/:[^/]+/g, '{}')}`
  if (!Object.hasOwn(answers, key)) return undefined
  return ajv.getSchema(
    `openai#/answers/${key.replaceAll('/', '~1').replaceAll(' ', '%20').replaceAll('{}', '%7B%7D')}`,
  )
}
