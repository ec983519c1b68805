import {
  array,
  assert,
  constantFrom,
  dictionary,
  double,
  letrec,
  oneof,
  property,
  record,
  string,
} from 'fast-check'
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

const yamlText = string({
  unit: constantFrom(
    ...' \n\t-:?[]{},&*!|>\'"%@`#<a0~.=\\$',
    ...['${A}', '<<: ', '*a ', '&a ', '---\n', '%YAML 1.1\n---\n'],
  ),
})

it('throws nothing but its own error for any text', () => {
  const anyText = oneof(string({ unit: 'binary' }), yamlText)

  assert(
    property(anyText, (text) => {
      expect(strangeErrorOf(text)).toBeUndefined()
    }),
    { numRuns: 3000 },
  )
})

const key = oneof(
  constantFrom('responses', 'messages', 'reply', 'error', 'events', 'matcher', 'response', 'pace'),
  constantFrom('role', 'content', 'headers', 'model', 'files', 'path', 'when', 'defaults', 'port'),
  constantFrom('__proto__', 'constructor', 'toString', '<<', ''),
  string(),
)
const text = constantFrom('user', 'assistant', 'exact', 'regex', '(', '/(/', '${A:-b}')
const { value: anyValue } = letrec<{ value: unknown }>((tie) => ({
  value: oneof(
    { maxDepth: 6 },
    oneof(text, string(), double(), constantFrom(5, 0.5, true, null)),
    array(tie('value'), { maxLength: 3 }),
    dictionary(key, tie('value'), { maxKeys: 4 }),
  ),
}))

it('throws nothing but its own error for any value', () => {
  const rules = oneof(anyValue, array(dictionary(key, anyValue)))
  const anyFile = record(
    { responses: rules, port: anyValue, files: anyValue },
    { requiredKeys: [] },
  )

  assert(
    property(oneof(anyFile, anyValue), (value) => {
      expect(strangeErrorOf(stringify(value))).toBeUndefined()
    }),
    { numRuns: 2000 },
  )
})
