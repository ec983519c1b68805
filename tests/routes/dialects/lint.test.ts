import * as dialects from 'msw-openai/dialects'
import { lint, rules } from 'msw-openai/lint'
import { apiError, reply, type Dialect } from 'msw-openai/routes'
import { StreamError } from 'msw-openai/streaming'
import { expect, it } from 'vitest'
import { Scripted } from '../support.js'
import { chunk } from '../../support.js'
import { askChat, askResponses, CHAT, routesOf } from './support.js'

const servers = Object.entries(dialects).filter(
  (entry): entry is [string, Dialect] => typeof entry[1] === 'object',
)

const answers = {
  'a text': 'Hello there',
  'a reasoning': reply({ text: 'Hi', reasoning: 'Let me think.' }),
  'tool calls': reply({
    toolCalls: [
      { name: 'lookup', arguments: { city: 'Paris' } },
      { name: 'lookup', arguments: { city: 'Rome' } },
    ],
  }),
  'a text that is cut off': reply({ text: 'Hello', finish: 'length' }),
  'an error after a chunk': new Scripted(
    [
      {
        ...chunk('Hi'),
        choices: [
          { index: 0, delta: { role: 'assistant' as const, content: 'Hi' }, finish_reason: null },
        ],
      },
    ],
    new StreamError({ message: 'The server had an error' }),
  ),
}

const cases = servers.flatMap(([name, dialect]) =>
  Object.entries(answers).map(([kind, answer]) => ({ name, kind, dialect, answer })),
)

it.each(cases)('finds nothing in $kind of $name', async ({ dialect, answer }) => {
  const { create } = routesOf(dialect).chat.completions
  const usage = { ...CHAT, stream_options: { include_usage: true } }

  expect(await lint(create, await askChat(dialect, answer))).toEqual([])
  expect(await lint(create, await askChat(dialect, answer, usage))).toEqual([])
})

const spoken = cases.filter(({ kind }) => kind !== 'an error after a chunk')

it.each(spoken)('finds nothing in $kind of responses of $name', async ({ dialect, answer }) => {
  const { create } = routesOf(dialect).responses

  expect(await lint(create, await askResponses(dialect, answer))).toEqual([])
})

it.each(servers)('leaves rules out for %s that exist', (_, dialect) => {
  const { chat, responses } = routesOf(dialect)
  const left = [chat.completions.create, responses.create].flatMap(
    ({ endpoint }) => endpoint.withoutRules ?? [],
  )

  expect(rules.map(({ id }) => id)).toEqual(expect.arrayContaining(left))
})

it('reports the status of an error, and nothing of its body', async () => {
  const { create } = routesOf(dialects.groq).chat.completions

  expect(await lint(create, await askChat(dialects.groq, apiError(429)))).toEqual([
    expect.objectContaining({ rule: 'stream/status', received: 429 }),
  ])
})
