import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseRules, readRules, rules, RulesError, type ReadRulesOptions } from 'msw-openai/rules'
import { expect, it } from 'vitest'

/** Reads a file that has faults, and gives the lines of its error. */
function faultsOf(text: string, options: ReadRulesOptions = {}): string[] {
  const error = errorOf(text, { file: 'rules.yaml', ...options })
  return error.message.split('\n').slice(1)
}

function errorOf(text: string, options?: ReadRulesOptions): RulesError {
  try {
    readRules(text, options)
  } catch (error) {
    if (error instanceof RulesError) return error
    throw error
  }
  throw new Error('Expected a fault.')
}

/** Gives the fault of the only rule of a file, from its path on. */
function faultOf(rule: string): string | undefined {
  const [fault, ...others] = faultsOf(`responses: [${rule}]`)
  return others.length > 0 ? [fault, ...others].join('\n') : fault?.replace(/^\S+ /, '')
}

it('lists all faults with their places, and the nearest names', () => {
  const text = `apikey: test-key
fallback: generated
responses:
  - messages:
      - { role: user, content: hello, match: contains }
      - { role: asistant, content: Hi }
  - reply: { txt: Hello }
    pace: { frist: 3 }
    cutafter: 3
  - reply: a
    endpoint: [chat.completions, responses.creat]
`

  expect(errorOf(text, { file: 'rules.yaml' }).message).toBe(
    `Failed to read rules.yaml: 9 faults.
rules.yaml:1:1 apikey: unknown key. Did you mean "apiKey"?
rules.yaml:2:11 fallback: expected "error" or "generate", received "generated". Did you mean "generate"?
rules.yaml:5:39 responses[0].messages[0].match: unknown key. Did you mean "matcher"?
rules.yaml:6:17 responses[0].messages[1].role: expected "system", "developer", "user", "assistant" or "tool", received "asistant". Did you mean "assistant"?
rules.yaml:7:14 responses[1].reply.txt: unknown key. Did you mean "text"?
rules.yaml:8:13 responses[1].pace.frist: unknown key. Did you mean "first"?
rules.yaml:9:5 responses[1].cutafter: unknown key. Did you mean "cutAfter"?
rules.yaml:11:16 responses[2].endpoint[0]: expected "chat.completions.create", "completions.create", "responses.create", "beta.threads.createAndRun", "beta.threads.runs.create", "beta.threads.runs.submitToolOutputs" or "beta.responses.create", received "chat.completions". Did you mean "chat.completions.create"?
rules.yaml:11:34 responses[2].endpoint[1]: expected "chat.completions.create", "completions.create", "responses.create", "beta.threads.createAndRun", "beta.threads.runs.create", "beta.threads.runs.submitToolOutputs" or "beta.responses.create", received "responses.creat". Did you mean "responses.create"?`,
  )
})

it.each([
  ['rules: []', 'rules: unknown key. Did you mean "responses"?'],
  ['mocks: []', 'mocks: unknown key. Did you mean "responses"?'],
  [
    'responses: [{ reply: { content: a } }]',
    'responses[0].reply.content: unknown key. Did you mean "text"?',
  ],
  ['responses: [{ reply: a, delay: 5 }]', 'responses[0].delay: unknown key. Did you mean "pace"?'],
])('knows the names that other tools have: %s', (text, fault) => {
  expect(faultsOf(text)).toEqual([expect.stringMatching(/^rules\.yaml:1:\d+ /)])
  expect(faultsOf(text)[0]).toContain(fault)
})

it('lists the keys that exclude each other beside values that are wrong', () => {
  const text = `
responses:
  - reply: 5
    error: 503
    cutAfter: 1
    stallAfter: never
  - repli: Hello
    messages: [{ role: user }, 3]
    matcher: { type: exact, pattern: a }
  - pace: slow
`

  expect(faultsOf(text).map((line) => line.replace(/, received.*/, ''))).toEqual([
    'rules.yaml:3:5 responses[0]: expected one answer',
    'rules.yaml:3:12 responses[0].reply: expected a text, or a map of text, reasoning, toolCalls, refusal, usage, finish',
    'rules.yaml:5:15 responses[0].cutAfter: an error has no stream. Remove cutAfter, or the error.',
    'rules.yaml:6:17 responses[0].stallAfter: expected a whole number, 0 or more',
    'rules.yaml:6:17 responses[0].stallAfter: a stream ends once: remove stallAfter or cutAfter.',
    'rules.yaml:6:17 responses[0].stallAfter: an error has no stream. Remove stallAfter, or the error.',
    'rules.yaml:7:5 responses[1].repli: unknown key. Did you mean "reply"?',
    'rules.yaml:8:16 responses[1].messages[0].content: missing. Expected a content, or matcher: any.',
    'rules.yaml:8:32 responses[1].messages[1]: expected a map of role, content, tool_calls, tool_call_id, matcher, threshold',
    'rules.yaml:9:14 responses[1].matcher: expected either messages or the older matcher',
    'rules.yaml:10:11 responses[2].pace: expected a number of milliseconds, or a map of first, each, tokensPerSecond, jitter, seed',
  ])
})

it('has the faults as data', () => {
  const error = errorOf('port: 70000', { file: 'my.yaml' })

  expect(error).toMatchObject({ name: 'RulesError', file: 'my.yaml' })
  expect(error.faults).toEqual([
    {
      line: 1,
      column: 7,
      path: 'port',
      message: 'expected a port from 0 to 65535, received 70000.',
    },
  ])
})

it.each([
  [
    '{ reply: 5 }',
    '.reply: expected a text, or a map of text, reasoning, toolCalls, refusal, usage, finish, received 5. Put the value in quotes.',
  ],
  [
    '{ reply: }',
    '.reply: expected a text, or a map of text, reasoning, toolCalls, refusal, usage, finish, received nothing.',
  ],
  ['{ reply: {} }', '.reply: empty. Expected a text, toolCalls or a refusal.'],
  [
    '{ reply: { usage: { input: -1 } } }',
    '.reply.usage.input: expected a whole number, 0 or more, received -1.',
  ],
  [
    '{ reply: { toolCalls: [] } }',
    '.reply.toolCalls: expected a list of one or more tool calls, received [].',
  ],
  [
    '{ reply: { toolCalls: [{}] } }',
    '.reply.toolCalls[0].name: missing. Expected a text that is not empty.',
  ],
  ['{ reply: a, times: 0 }', '.times: expected a whole number, 1 or more, received 0.'],
  ['{ reply: a, status: 99 }', '.status: expected a status from 200 to 599, received 99.'],
  [
    '{ reply: a, status: 204 }',
    '.status: a response of status 204 has no body, and this one has the answer.',
  ],
  [
    '{ reply: a, status: 304 }',
    '.status: a response of status 304 has no body, and this one has the answer.',
  ],
  [
    '{ reply: a, headers: { Content-Length: 3 } }',
    '.headers.Content-Length: the server sets this header itself. Remove it.',
  ],
  [
    '{ error: 429, headers: { transfer-encoding: gzip } }',
    '.headers.transfer-encoding: the server sets this header itself. Remove it.',
  ],
  [
    '{ reply: a, headers: { trailer: x } }',
    '.headers.trailer: the server sets this header itself. Remove it.',
  ],
  ['{ reply: a, headers: { x-a: [b] } }', '.headers.x-a: expected a text, received ["b"].'],
  [
    '{ reply: a, pace: slow }',
    '.pace: expected a number of milliseconds, or a map of first, each, tokensPerSecond, jitter, seed, received "slow".',
  ],
  [
    '{ reply: a, pace: { each: -1 } }',
    '.pace.each: expected a number of milliseconds, from 0 to 2147483647, received -1.',
  ],
  [
    '{ reply: a, pace: { each: 1, tokensPerSecond: 3 } }',
    '.pace: expected { first, each, jitter, seed } or { first, tokensPerSecond }.',
  ],
  [
    '{ reply: a, by: words }',
    '.by: expected "word", "grapheme", or a number of characters, 1 or more, received "words". Did you mean "word"?',
  ],
  [
    '{ reply: a, model: /gpt }',
    '.model: no end of the pattern. Expected a slash at its end: /^gpt-5/.',
  ],
  [
    '{ reply: a, when: { toolResult: false } }',
    '.when.toolResult: expected true, or the name of a tool, received false.',
  ],
  [
    '{ reply: a, cutAfter: 1, stallAfter: 2 }',
    '.stallAfter: a stream ends once: remove stallAfter or cutAfter.',
  ],
  [
    '{ error: 200 }',
    '.error: expected a status from 400 to 599, or a map of status, message, code, retryAfterMs, received 200.',
  ],
  ['{ error: { code: a } }', '.error.status: missing. Expected a status from 400 to 599.'],
  [
    '{ error: 429, cutAfter: 3 }',
    '.cutAfter: an error has no stream. Remove cutAfter, or the error.',
  ],
  [
    '{ error: { status: 429 }, status: 429 }',
    '.status: the status of an error stands in it: error: { status }.',
  ],
  [
    '{ id: a }',
    ': no answer. Expected a message of the assistant at the end of messages, a reply, an error or events.',
  ],
  [
    '{ messages: [{ role: user, content: a }] }',
    ': no answer. Expected a message of the assistant at the end of messages, a reply, an error or events.',
  ],
  ['{ error: 429, reply: a }', ': expected one answer, received 2: reply and error.'],
  [
    '{ reply: a, messages: [{ role: assistant, content: b }] }',
    ': expected one answer, received 2: reply and the last message of the assistant.',
  ],
  [
    '{ reply: a, messages: [{ role: user }] }',
    '.messages[0].content: missing. Expected a content, or matcher: any.',
  ],
  [
    "{ reply: a, messages: [{ role: user, content: '' }] }",
    '.messages[0].content: empty. Expected a content, or matcher: any.',
  ],
  [
    '{ reply: a, messages: [{ role: user, content: [{ type: image, text: a }] }] }',
    '.messages[0].content[0].type: expected "text", received "image".',
  ],
  [
    '{ events: [] }',
    '.events: expected a list of events, or the path of a recorded stream, received [].',
  ],
  [
    '{ matcher: contains, response: { content: a } }',
    '.matcher: expected a map of type, threshold, invert, messages, pattern, received "contains".',
  ],
  [
    '{ matcher: { type: contains }, response: { content: a } }',
    '.matcher: expected either messages or a pattern.',
  ],
  [
    '{ matcher: { type: contains, pattern: a }, response: {} }',
    '.response: no choices. Expected a whole chat completion.',
  ],
  [
    '{ matcher: { type: exact, pattern: a }, messages: [{ role: user, content: a }], reply: b }',
    '.matcher: expected either messages or the older matcher, received both.',
  ],
  ['a', ': expected a rule: a map of messages, reply and others, received "a".'],
])('explains %s', (rule, fault) => {
  expect(faultOf(rule)).toBe(`responses[0]${fault}`)
})

it('explains a wrong header and a wrong pattern with the reason of the runtime', () => {
  expect(faultOf('{ reply: a, headers: { a b: c } }')).toMatch(
    /^responses\[0\]\.headers\.a b: expected headers in a form that Fetch takes\. .*invalid.*[^.]\.$/,
  )
  expect(faultOf("{ reply: a, model: '/(/' }")).toMatch(/^responses\[0\]\.model: .*\/\(\/.*[^.]\.$/)
})

it.each([
  ['', '1:1 expected a map that has the rules under responses, received nothing.'],
  [
    '"a\\nb": 1\nresponses: []',
    '1:1 a b: unknown key. Expected $schema, apiKey, port, responses, defaults, models, files, assistants or fallback.',
  ],
  [
    'defaults: { __proto__: a }',
    '1:13 defaults.__proto__: unknown key. Expected pace, by, headers, model or endpoint.',
  ],
  ['# nothing', '1:1 expected a map that has the rules under responses, received nothing.'],
  ['[]', '1:1 expected a map that has the rules under responses, received [].'],
  ["port: '${PORT}'", '1:7 port: expected a port from 0 to 65535, received "${PORT}".'],
  [
    'templates: { a: b }',
    '1:1 templates: unknown key. Expected $schema, apiKey, port, responses, defaults, models, files, assistants or fallback.',
  ],
  [
    'defaults: { reply: a }',
    '1:13 defaults.reply: unknown key. Expected pace, by, headers, model or endpoint.',
  ],
  ['files: [{ filename: a }]', '1:9 files[0]: expected either a content or a path.'],
  ['files: [{ content: a }]', '1:9 files[0].filename: missing. Expected a text that is not empty.'],
  [
    'x-a: &hello a\nmodels: [*helo]',
    '2:10 no anchor &helo stands before this alias. Did you mean "*hello"?',
  ],
  ['x-a: &a [*a]', '1:10 the alias *a stands inside of its own anchor.'],
  ['responses:\n  - { <<: a, reply: b }', '2:11 << merges maps, such as *name.'],
  ['responses: [{ reply: a, reply: b }]', '1:25 the map has this key twice. Expected it once.'],
  [
    '---\nport: 1\n---\nport: 2',
    '3:1 the text has several documents. Expected one: remove this line.',
  ],
  ['x-a: { ? { a: b } : c }', '1:10 a key has to be a text.'],
  [`x-a: ${'['.repeat(200)}${']'.repeat(200)}`, '1:105 more than 100 levels. Expected fewer.'],
])('explains the file %j', (file, fault) => {
  expect(faultsOf(file)).toEqual([`rules.yaml:${fault}`])
})

it('lists several faults of syntax', () => {
  expect(faultsOf('a: [1\nb: "x\n  c: d')).toEqual([
    'rules.yaml:2:1 Flow sequence in block collection must be sufficiently indented and end with a ].',
    'rules.yaml:3:7 Missing closing "quote.',
  ])
})

it('refuses a text of too many levels for the parser', () => {
  expect(faultsOf('['.repeat(20_000))).toEqual([
    expect.stringMatching(/^rules\.yaml:1:\d+ more than 100 levels\. Expected fewer\.$/),
  ])
})

it('refuses aliases that stand for billions of values', () => {
  const levels = Array.from({ length: 12 }, (_, level) =>
    level === 0 ? 'x-0: &a0 [a]' : `x-${level}: &a${level} [${`*a${level - 1}, `.repeat(10)}]`,
  )

  expect(faultsOf(levels.join('\n'))).toEqual([
    'rules.yaml:6:26 the aliases up to this one stand for more than 100000 values.',
  ])
})

it('finds the place of a fault inside a template', () => {
  const text = `
x-slow: &slow
  pace: { each: often }
responses:
  - { <<: *slow, reply: a }
`

  expect(faultsOf(text)).toEqual([
    'rules.yaml:3:17 responses[0].pace.each: expected a number of milliseconds, from 0 to 2147483647, received "often".',
  ])
})

it('names a file that cannot be read, among the other faults', () => {
  const directory = mkdtempSync(join(tmpdir(), 'rules-'))
  try {
    const text = 'responses: [{ events: ./no.sse }, { reply: 5 }]\nfiles: [{ path: . }]'
    const [missing, wrong, folder] = faultsOf(text, { directory })

    expect(missing).toBe(
      `rules.yaml:1:23 responses[0].events: there is no file ${join(directory, 'no.sse')}.`,
    )
    expect(wrong).toMatch(/^rules\.yaml:1:44 responses\[1\]\.reply: /)
    expect(folder).toMatch(/^rules\.yaml:2:17 files\[0\]\.path: cannot read .*EISDIR/)
  } finally {
    rmSync(directory, { recursive: true })
  }
})

it('refuses the path of a file in rules that are no file on disk', () => {
  const words = 'only rules in a file on disk can name another file. Put the content itself here.'

  expect(faultsOf('responses: [{ events: ./a.sse }]\nfiles: [{ path: /etc/passwd }]')).toEqual([
    `rules.yaml:1:23 responses[0].events: ${words}`,
    `rules.yaml:2:17 files[0].path: ${words}`,
  ])
})

it.each([{ readRules }, { parseRules }, { rules }])('refuses unknown options: %o', (functions) => {
  const [read] = Object.values<(text: string, options: object) => unknown>(functions)

  expect(() => read?.('responses: []', { direktory: '.' })).toThrow(
    new TypeError(
      'Failed to read rules: unknown option "direktory". Expected { file, directory, env }. Did you mean "directory"?',
    ),
  )
  expect(() => read?.('responses: []', { apiKey: 'a' })).toThrow(
    new TypeError(
      'Failed to read rules: unknown option "apiKey". Expected { file, directory, env }.',
    ),
  )
})
