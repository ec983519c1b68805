import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { api } from 'msw-openai/routes'
import { readRules, type Rule } from 'msw-openai/rules'
import { afterAll, expect, it } from 'vitest'
import { ENDPOINTS } from '../../../src/ext/rules/speaking-endpoints.js'
import { endpointsOf } from '../../../src/routes/endpoints-of.js'
import { VALID } from './rule-files.js'

const directory = mkdtempSync(join(tmpdir(), 'rules-'))
afterAll(() => rmSync(directory, { recursive: true }))

/** Reads the rules of a file. */
function rulesOf(file = ''): readonly Rule[] {
  return readRules(file).rules
}

/** Reads the only rule of a file. */
function ruleOf(file?: string): Rule {
  const [rule, ...others] = rulesOf(file)
  if (!rule || others.length > 0) throw new Error('Expected one rule.')
  return rule
}

/** Names the stages of a rule. */
function stagesOf(rule: Rule | undefined): string[] {
  return (rule?.through ?? []).map(({ name }) => name)
}

it('reads a flow, with the places of its messages', () => {
  const { rules, ...file } = readRules(VALID['a flow'] ?? '')

  expect(file).toMatchObject({ apiKey: 'test-key', port: 4010, fallback: 'error', warnings: [] })
  expect(rules).toMatchObject([
    {
      id: 'opening-hours',
      place: { line: 5, column: 5 },
      messages: [
        { role: 'system', content: undefined, matcher: 'any', place: { line: 7, column: 9 } },
        { role: 'developer', content: 'Answer in one sentence.', matcher: 'exact' },
        { role: 'user', content: 'when do you open', matcher: 'contains' },
        { role: 'assistant', content: 'At nine.', place: { line: 10, column: 9 } },
      ],
      answer: undefined,
    },
  ])
})

it('gives a fuzzy matcher its threshold, 0.8 unless given', () => {
  const { messages } = ruleOf(`
responses:
  - reply: a
    messages:
      - { role: user, content: a, matcher: fuzzy }
      - { role: user, content: a, matcher: fuzzy, threshold: 0 }
      - { role: user, content: a }
`)

  expect(messages.map(({ threshold }) => threshold)).toEqual([0.8, 0, undefined])
})

it('joins the parts of a content, and reads tool calls as OpenAI writes them', () => {
  expect(ruleOf(VALID['tool calls in a flow']).messages).toMatchObject([
    { role: 'user', content: 'How deep is the lake?' },
    {
      role: 'assistant',
      content: undefined,
      toolCalls: [{ id: 'call_9', name: 'depth_of', arguments: '{"lake":"Como"}' }],
    },
    { role: 'tool', toolCallId: 'call_9', matcher: 'any' },
    { role: 'assistant', content: '410 metres.' },
  ])
})

it('reads the older form as a whole conversation, and keeps the order of its completion', () => {
  const { answer, ...rule } = ruleOf(VALID['the older form'])

  expect(rule).toMatchObject({
    isWhole: true,
    isInverted: true,
    messages: [{ role: 'user', content: 'fish', matcher: 'fuzzy', threshold: 0.7 }],
  })
  const { completion = {} } = { completion: {}, ...answer }
  expect(Object.keys(completion)).toEqual(['id', 'object', 'created', 'model', 'choices', 'usage'])
})

it('reads a pattern of the older form as a message of the user', () => {
  expect(ruleOf(VALID['a pattern of the older form'])).toMatchObject({
    messages: [{ role: 'user', content: 'ferry', matcher: 'contains' }],
    answer: { type: 'reply', reply: { text: 'It leaves at noon.' } },
  })
})

it('reads a reply, with arguments as JSON', () => {
  expect(ruleOf(VALID['every key of a reply']).answer).toEqual({
    type: 'reply',
    reply: {
      text: 'Let me look.',
      reasoning: 'They ask about rain.',
      toolCalls: [
        { name: 'get_weather', arguments: '{"city":"Oslo","days":2}', id: 'call_a' },
        { name: 'get_time', arguments: '{}', id: undefined },
        { name: 'get_place', arguments: '{}', id: undefined },
      ],
      refusal: 'I cannot.',
      usage: { input: 3, output: 4 },
      finish: 'tool_calls',
    },
  })
})

it('reads how a rule delivers its answer, and when', () => {
  const [first, ...others] = rulesOf(VALID['every key of a delivery'])

  expect(first).toMatchObject({
    answer: { type: 'reply', reply: { text: 'one two three' } },
    status: 201,
    headers: { 'x-a': 'b', 'x-count': '3', 'x-on': 'true' },
    by: 'grapheme',
    times: 2,
    model: '/^gpt-5/',
    tool: 'get_weather',
    endpoints: ['responses.create', 'chat.completions.create'],
    toolResult: 'get_weather',
  })
  expect([first, ...others].map(stagesOf)).toEqual([
    ['malform(1)', 'pace({ first: 300, each: 30, jitter: 5, seed: 7 })', 'cutAfter(3)'],
    ['pace(20)', 'cutAfterBytes(57)'],
    ['pace({ tokensPerSecond: 80, first: 9 })', 'stallAfter(0)'],
    ['dropTerminator()'],
  ])
  expect(others).toMatchObject([
    { by: 'word', endpoints: ['completions.create'] },
    { by: 4 },
    { toolResult: true, model: 'gpt-5' },
  ])
})

it('reads errors', () => {
  expect(rulesOf(VALID['errors']).map(({ answer }) => answer)).toEqual([
    { type: 'error', status: 503 },
    {
      type: 'error',
      status: 429,
      message: 'Slow down.',
      code: 'rate_limit_exceeded',
      retryAfterMs: 1.5,
    },
  ])
})

it('reads events as they are', () => {
  expect(ruleOf(VALID['events']).answer).toEqual({
    type: 'events',
    events: [{ type: 'response.created', response: { id: 'resp_1' } }, { type: 'keepalive' }],
  })
})

it('reads files beside the rules', () => {
  writeFileSync(join(directory, 'recorded.sse'), 'data: [DONE]\n\n')
  writeFileSync(join(directory, 'notes.txt'), 'Hello')
  const text = `
responses: [{ events: ./recorded.sse }]
files: [{ path: notes.txt }, { path: notes.txt, filename: other.txt }]
`
  const { rules, files } = readRules(text, { directory })

  expect(rules[0]?.answer).toEqual({ type: 'recording', bytes: bytes('data: [DONE]\n\n') })
  expect(files).toMatchObject([
    { filename: 'notes.txt', content: bytes('Hello') },
    { filename: 'other.txt', content: bytes('Hello') },
  ])
})

function bytes(text: string): unknown {
  return expect.objectContaining(Buffer.from(text))
}

it('reads rules of every kind in one file', () => {
  writeFileSync(join(directory, 'recorded.sse'), 'data: [DONE]\n\n')
  const text = `
apiKey: test-key
responses:
  - id: greeting
    messages:
      - { role: user, content: hello, matcher: contains }
      - { role: assistant, content: Hello there! }
  - id: busy-once
    messages: [{ role: user, content: weather, matcher: contains }]
    error: { status: 429, code: rate_limit_exceeded, retryAfterMs: 1 }
    times: 1
  - id: weather
    messages: [{ role: user, content: weather, matcher: contains }]
    reply:
      text: Let me look.
      toolCalls: [{ name: get_weather, arguments: { city: Paris, days: 2 } }]
    pace: { first: 300, each: 30 }
  - id: recorded
    model: gpt-5
    messages: [{ role: user, matcher: any }]
    events: ./recorded.sse
    status: 200
    headers: { x-a: b }
`
  const { rules, warnings } = readRules(text, { directory })

  expect(warnings).toEqual([])
  expect(rules.map(({ id, answer, times }) => [id, answer?.type, times])).toEqual([
    ['greeting', undefined, undefined],
    ['busy-once', 'error', 1],
    ['weather', 'reply', undefined],
    ['recorded', 'recording', undefined],
  ])
})

it('reads what a server begins with', () => {
  expect(readRules(VALID['what a server begins with'] ?? '')).toMatchObject({
    port: 3000,
    fallback: 'generate',
    rules: [],
    models: ['gpt-5', 'my-model'],
    files: [
      { id: 'file-a', filename: 'a.txt', purpose: 'assistants', content: 'Hello' },
      { filename: 'b.txt', content: '' },
    ],
    assistants: [{ id: 'asst_a', model: 'gpt-5', name: 'Ada', metadata: { a: 'b' } }],
  })
})

it('gives every rule the defaults that it lacks', () => {
  const [own, other, error] = rulesOf(`
defaults: { pace: 5, by: 2, headers: { x-a: b }, model: gpt-5, endpoint: responses.create }
responses:
  - { reply: a, pace: 7, by: word, headers: {}, model: gpt-4, endpoint: completions.create }
  - { reply: a }
  - { error: 500 }
`)

  expect(own).toMatchObject({ by: 'word', headers: {}, model: 'gpt-4' })
  expect(stagesOf(own)).toEqual(['pace(7)'])
  expect(other).toMatchObject({ by: 2, headers: { 'x-a': 'b' }, model: 'gpt-5' })
  expect(other?.endpoints).toEqual(['responses.create'])
  expect(stagesOf(other)).toEqual(['pace(5)'])
  expect(stagesOf(error)).toEqual([])
})

it('repeats templates, and lets a map replace their keys', () => {
  expect(ruleOf(VALID['templates']).messages).toMatchObject([
    { role: 'user', content: 'tide', matcher: 'contains' },
    { role: 'assistant', content: 'At six.', matcher: 'exact' },
  ])
})

it('replaces environment variables, and keeps those without a value', () => {
  const text = `
apiKey: '\${KEY:-test-key}'
port: '\${PORT:-3000}'
responses: [{ reply: 'In \${MODE:-test} mode, \${EMPTY:-b}, \${UNSET}, \${constructor}, \${PORT}' }]
`
  const file = readRules(text, { env: { PORT: '4000', EMPTY: '' } })

  expect(file).toMatchObject({ apiKey: 'test-key', port: 4000 })
  expect(file.rules[0]?.answer).toEqual({
    type: 'reply',
    reply: { text: 'In test mode, b, ${UNSET}, ${constructor}, 4000' },
  })
})

it('warns once of each variable that is not set, and has no default', () => {
  const text = `
apiKey: '\${KEY}'
x-text: &text Hello \${NAME:-you}, \${FIRST} and \${LAST}.
responses:
  - { reply: *text, model: '\${MODEL}' }
`
  const { warnings } = readRules(text, { env: { KEY: 'a', MODEL: 'gpt-5' } })

  expect(warnings).toEqual(
    ['FIRST', 'LAST'].map((name) => ({
      line: 3,
      column: 15,
      path: '',
      message: `the variable ${name} is not set: its name stays in the text. \${${name}:-text} gives a default.`,
    })),
  )
})

it('gives every rule an id of its own', () => {
  const { rules, warnings } = readRules(`
responses:
  - { id: a, reply: a }
  - { id: a, reply: b }
  - { id: rule-4, reply: c }
  - { reply: d }
`)

  expect(rules.map(({ id }) => id)).toEqual(['a', 'a-2', 'rule-4', 'rule-4-2'])
  expect(warnings).toEqual([
    {
      line: 4,
      column: 11,
      path: 'responses[1].id',
      message: 'another rule has this id, too. Calls name this rule "a-2".',
    },
  ])
})

it('warns of what a file says in vain', () => {
  const { warnings } = readRules(`
responses:
  - messages:
      - { role: user, content: '[a', matcher: regex }
      - { role: user, content: a, matcher: any }
      - { role: user, content: a, threshold: 0.5 }
      - { role: assistant, content: a }
  - matcher: { type: regex, pattern: '(' }
    response: { content: a }
`)

  expect(
    warnings.map(({ line, column, path, message }) => `${line}:${column} ${path}: ${message}`),
  ).toEqual([
    '4:32 responses[0].messages[0].content: Invalid regular expression: /[a/i: Unterminated character class. The message never matches.',
    '5:32 responses[0].messages[1].content: the matcher any reads no content.',
    '6:46 responses[0].messages[2].threshold: the matcher fuzzy alone reads a threshold.',
    '8:38 responses[1].matcher.pattern: Invalid regular expression: /(/i: Unterminated group. The message never matches.',
  ])
})

it('warns of a file without rules', () => {
  expect(readRules('port: 3000')).toMatchObject({
    rules: [],
    warnings: [{ line: 1, column: 1, path: 'responses' }],
  })
  expect(readRules('responses: []').warnings).toEqual([])
})

it('knows the endpoints at which a model speaks', () => {
  const spoken = endpointsOf(api).filter(({ fromReply }) => fromReply)
  const names = spoken.map(({ name }) => name)

  // The others retrieve what a model has said, or hear what a person says.
  expect(names.filter((name) => !/retrieve$|^audio/.test(name)).toSorted()).toEqual(
    [...ENDPOINTS].toSorted(),
  )
})

it('reads JSON, with tabs', () => {
  expect(ruleOf(VALID['JSON'])).toMatchObject({ answer: { reply: { text: 'Hello' } } })
})
