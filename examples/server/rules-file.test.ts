import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createBackend } from 'msw-openai/backend'
import { createFetch } from 'msw-openai/fetch'
import { parseRules } from 'msw-openai/rules'
import OpenAI from 'openai'
import { expect, it } from 'vitest'
import { parse } from 'yaml'

const directory = import.meta.dirname
const text = readFileSync(join(directory, 'rules.yaml'), 'utf8')
const schema: unknown = JSON.parse(readFileSync(join(directory, '../../rules.schema.json'), 'utf8'))

it('shows every key of the schema', () => {
  const shown = keysOf(parse(text))
  // `defaults` has the keys that rules have.
  const missing = [...keysIn(schema)].filter(
    (key) =>
      !shown.has(key) &&
      !shown.has(key.replace('responses.', 'defaults.')) &&
      !shown.has(key.replace('defaults.', 'responses.')),
  )

  expect(missing).toEqual([])
})

/** Makes a client whose requests the rules answer, with their own numbers of calls. */
function createClient() {
  const rules = parseRules(text, { directory, env: { OPENAI_API_KEY: 'key' } })
  const { handlers } = createBackend(rules.backend)
  const client = new OpenAI({ apiKey: 'key', fetch: createFetch(handlers), maxRetries: 1 })
  return { client, rules }
}

it.each([
  ['Oh, hello', 'Hello there!'],
  ['I need help with my orders', 'Which order is it?'],
  ['recorded', 'As it was.'],
  ['listed', 'Hi'],
  ['fast', 'one two three four five'],
  ['Is the ferry late?', 'The ferry is late.'],
])('answers %j with %j', async (content, answer) => {
  const { client } = createClient()
  const model = content === 'recorded' ? 'gpt-5-mini' : 'gpt-5'

  const stream = await client.chat.completions.create({
    model,
    messages: [{ role: 'user', content }],
    stream: true,
  })
  let said = ''
  for await (const { choices } of stream) said += choices[0]?.delta.content ?? ''

  expect(said).toBe(answer)
})

it('is busy once, calls a tool, and answers with its result', async () => {
  const { client, rules } = createClient()
  const question = { role: 'user', content: 'How is the weather?' } as const
  const tool = { type: 'function', function: { name: 'get_weather' } } as const
  const request = { model: 'gpt-5', tools: [tool] }

  const asked = await client.chat.completions.create({ ...request, messages: [question] })
  const message = asked.choices[0]?.message
  expect(message?.tool_calls).toMatchObject([{ id: 'call_weather' }])
  expect(asked.usage).toMatchObject({ prompt_tokens: 12, completion_tokens: 34 })

  const result = { role: 'tool', tool_call_id: 'call_weather', content: 'sun' } as const
  const messages = [question, ...(message ? [message] : []), result]
  const told = await client.chat.completions.create({ ...request, messages })
  expect(told.choices[0]?.message.content).toBe('Sunny in Paris.')
  expect(rules.unused).not.toContain('busy-once')
})

/** Lists the paths of the keys of a value: `responses.messages.role`. The items of a list share a path. */
function keysOf(value: unknown, path: readonly string[] = []): Set<string> {
  if (Array.isArray(value)) return joined(value.map((item) => keysOf(item, path)))
  if (typeof value !== 'object' || value === null) return new Set()
  return joined(
    Object.entries(value).map(([key, part]) =>
      new Set([[...path, key].join('.')]).union(keysOf(part, [...path, key])),
    ),
  )
}

/** Lists the paths of the keys that a JSON Schema has. */
function keysIn(part: unknown, path: readonly string[] = []): Set<string> {
  const { properties = {}, items, anyOf = [] } = Object(part)
  const inside = [...anyOf, items].map((one) => (one ? keysIn(one, path) : new Set<string>()))
  const own = Object.entries(properties).map(([key, one]) =>
    new Set([[...path, key].join('.')]).union(keysIn(one, [...path, key])),
  )
  return joined([...own, ...inside])
}

function joined(sets: ReadonlyArray<ReadonlySet<string>>): Set<string> {
  return new Set(sets.flatMap((set) => [...set]))
}
