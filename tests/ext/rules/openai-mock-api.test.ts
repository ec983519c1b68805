import { readRules, RulesError } from 'msw-openai/rules'
import { expect, it } from 'vitest'
import { FILES } from './openai-mock-api-files.js'

it.each(Object.entries(FILES))('reads %s', (_, file) => {
  expect(() => readRules(file)).not.toThrow()
})

it('merges the templates of a completion', () => {
  const [rule] = readRules(FILES['the older form, with templates of completions']).rules

  expect(rule).toMatchObject({ isWhole: true, messages: [{}, {}, { role: 'assistant' }, {}] })
  expect(rule?.answer).toMatchObject({
    completion: {
      id: 'chatcmpl-older',
      object: 'chat.completion',
      model: 'gpt-4o',
      usage: { prompt_tokens: 3, completion_tokens: 1, total_tokens: 7 },
    },
  })
})

it('compares any content where a matcher reads none', () => {
  const { rules, warnings } = readRules(FILES['a matcher that reads no content'])

  expect(rules[0]?.messages[0]).toMatchObject({ matcher: 'any', content: undefined })
  expect(warnings).toHaveLength(1)
})

it.each([
  ['a message without content', 'messages: [{ role: user }, { role: assistant, content: a }]'],
  ['an unknown role', 'messages: [{ role: robot, content: a }, { role: assistant, content: a }]'],
  [
    'an unknown matcher',
    'messages: [{ role: user, content: a, matcher: like }, { role: assistant }]',
  ],
  ['a flow without an assistant', 'messages: [{ role: user, content: a }]'],
  ['a flow without messages', 'messages: []'],
])('refuses %s, as openai-mock-api does', (_, flow) => {
  expect(() => readRules(`responses: [{ id: a, ${flow} }]`)).toThrow(RulesError)
})
