import { z } from 'zod'
import { rulesFile } from '../../../src/ext/rules/rules-schema.js'

const template = 'A template: a value with an anchor (&name), which rules repeat as *name.'

/**
 * Makes the JSON Schema of a rules file, for editors. An editor sees no anchors: a map or a list
 * under an unknown key of the file may be a template.
 */
export function jsonSchema(): object {
  const { $schema, ...schema } = z.toJSONSchema(rulesFile, { target: 'draft-7', io: 'input' })
  return {
    $schema,
    title: 'Rules of msw-openai',
    description: 'The rules by which a server of msw-openai answers.',
    ...schema,
    patternProperties: { '^x-': { description: template } },
    additionalProperties: {
      description: template,
      anyOf: [{ type: 'object' }, { type: 'array' }],
    },
  }
}
