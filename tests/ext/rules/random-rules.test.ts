import * as fc from 'fast-check'
import { readRules, RulesError } from 'msw-openai/rules'
import { expect, it } from 'vitest'
import { stringify } from 'yaml'

/** Reads a file. Gives what is thrown that is no list of faults with places. */
function strangeErrorOf(text: string): unknown {
  try {
    readRules(text, { env: { A: 'a' } })
    return undefined
  } catch (error) {
    return error instanceof RulesError && error.faults.every(isFault) ? undefined : error
  }
}

function isFault({ line, column, message }: RulesError['faults'][number]): boolean {
  return line > 0 && column > 0 && /\w.*[.?]$/s.test(message)
}

const yamlText = fc.string({
  unit: fc.constantFrom(
    ...' \n\t-:?[]{},&*!|>\'"%@`#<a0~.=\\$',
    '${A}',
    '<<: ',
    '*a ',
    '&a ',
    '---\n',
    '%YAML 1.1\n---\n',
  ),
})

it('throws nothing but its own error for any text', () => {
  const anyText = fc.oneof(fc.string({ unit: 'binary' }), yamlText)

  fc.assert(
    fc.property(anyText, (text) => {
      expect(strangeErrorOf(text)).toBeUndefined()
    }),
    { numRuns: 3000 },
  )
})

const key = fc.oneof(
  fc.constantFrom(
    'responses',
    'messages',
    'reply',
    'error',
    'events',
    'matcher',
    'response',
    'pace',
  ),
  fc.constantFrom(
    'role',
    'content',
    'headers',
    'model',
    'files',
    'path',
    'when',
    'defaults',
    'port',
  ),
  fc.constantFrom('__proto__', 'constructor', 'toString', '<<', ''),
  fc.string(),
)
const text = fc.constantFrom('user', 'assistant', 'exact', 'regex', '(', '/(/', '${A:-b}')
const { value: anyValue } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 6 },
    fc.oneof(text, fc.string(), fc.double(), fc.constantFrom(5, 0.5, true, null)),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(key, tie('value'), { maxKeys: 4 }),
  ),
}))

it('throws nothing but its own error for any value', () => {
  const rules = fc.oneof(anyValue, fc.array(fc.dictionary(key, anyValue)))
  const anyFile = fc.record(
    { responses: rules, port: anyValue, files: anyValue },
    { requiredKeys: [] },
  )

  fc.assert(
    fc.property(fc.oneof(anyFile, anyValue), (value) => {
      expect(strangeErrorOf(stringify(value))).toBeUndefined()
    }),
    { numRuns: 2000 },
  )
})
