import { execFile, execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import OpenAI, { AuthenticationError, BadRequestError } from 'openai'
import OpenAI5 from 'openai-5'
import OpenAI6 from 'openai-6'
import { afterAll, beforeAll, expect, it } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }
import { ServedCommand } from './served-command.js'
import { createProject, npm, packTarballWithoutTypes, root } from './tarball.js'

const scratch = mkdtempSync(join(tmpdir(), 'msw-openai-'))
let project: string

const RULES = `
apiKey: test-key
responses:
  - id: greeting
    messages:
      - { role: user, content: hello, matcher: contains }
      - { role: assistant, content: Hello there! }
  - id: tool
    messages: [{ role: user, content: Which tool? }]
    reply:
      text: Let me look.
      toolCalls: [{ name: get_weather, arguments: { city: Paris, days: 2 } }]
  - id: busy-once
    messages: [{ role: user, content: Are you busy? }]
    error: { status: 429, code: rate_limit_exceeded, retryAfterMs: 1 }
    times: 1
  - id: free
    messages: [{ role: user, content: Are you busy? }]
    reply: Not now.
  - id: drops
    messages: [{ role: user, content: drop }]
    reply: one two three four five
    cutAfter: 3
  - id: stalls
    messages: [{ role: user, content: stall }]
    reply: one two three four five
    stallAfter: 3
`

beforeAll(() => {
  packTarballWithoutTypes(scratch)
  project = createProject(scratch, { name: 'app' })
  // Links the command, as an installation does.
  npm(['rebuild', 'msw-openai', '--ignore-scripts'], project)
  writeFileSync(join(project, 'rules.yaml'), RULES)
  writeFileSync(join(project, 'broken.yaml'), 'responses:\n  - { repli: Hi }\n')
}, 120_000)
afterAll(() => rmSync(scratch, { recursive: true }))

const ask = (content: string) => ({
  model: 'gpt-5',
  messages: [{ role: 'user' as const, content }],
})

/** The options of a client that does not ask again. */
const optionsOf = ({ baseURL }: ServedCommand) => ({ baseURL, apiKey: 'test-key', maxRetries: 0 })

it('prints its version', () => {
  const { version } = manifest

  expect(run('npx', ['--no-install', 'msw-openai', '--version'])).toBe(`${version}\n`)
})

it('checks a file', async () => {
  await expect(check('rules.yaml')).resolves.toMatchObject({ stderr: '' })
  await expect(check('broken.yaml')).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('broken.yaml:2:7 responses[0].repli'),
  })
})

// The methods that are called here have the same types in each major.
it.each([
  ['openai 7', OpenAI],
  ['openai 6', OpenAI6 as unknown as typeof OpenAI],
  ['openai 5', OpenAI5 as unknown as typeof OpenAI],
])('answers the client of %s', async (_, Client) => {
  await using server = await ServedCommand.start(project, ['rules.yaml'])
  const { chat } = new Client({ ...optionsOf(server), maxRetries: 2 })

  const stream = await chat.completions.create({ ...ask('Oh, hello'), stream: true })
  let text = ''
  for await (const { choices } of stream) text += choices[0]?.delta.content ?? ''
  const called = await chat.completions.create(ask('Which tool?'))
  const retried = await chat.completions.create(ask('Are you busy?'))

  expect(text).toBe('Hello there!')
  expect(called.choices[0]).toMatchObject({
    finish_reason: 'tool_calls',
    message: {
      content: 'Let me look.',
      tool_calls: [
        {
          type: 'function',
          function: { name: 'get_weather', arguments: '{"city":"Paris","days":2}' },
        },
      ],
    },
  })
  expect(retried.choices[0]?.message.content).toBe('Not now.')
  expect((await server.calls()).map(({ rule }) => rule)).toEqual([
    'greeting',
    'tool',
    'busy-once',
    'free',
  ])
})

it('refuses a wrong key, and a request that no rule matches', async () => {
  await using server = await ServedCommand.start(project, ['rules.yaml'])
  const { completions } = new OpenAI({ ...optionsOf(server), apiKey: 'wrong-key' }).chat
  const asked = new OpenAI(optionsOf(server)).chat.completions.create(ask('nothing'))
  const missed: unknown = await asked.catch((error: unknown) => error)

  await expect(completions.create(ask('hello'))).rejects.toBeInstanceOf(AuthenticationError)
  expect(missed).toBeInstanceOf(BadRequestError)
  expect(String(missed)).toContain('The last message is "nothing".')
  expect(server.lines.join('\n')).not.toContain('wrong-key')
})

it('drops the connection', async () => {
  await using server = await ServedCommand.start(project, ['rules.yaml'])
  const stream = await new OpenAI(optionsOf(server)).chat.completions.create({
    ...ask('drop'),
    stream: true,
  })

  await expect(Array.fromAsync(stream)).rejects.toBeInstanceOf(Error)
  expect(await server.calls()).toMatchObject([{ rule: 'drops', sent: 3, outcome: 'cut' }])
})

it('notes a client that disconnects', async () => {
  await using server = await ServedCommand.start(project, ['rules.yaml'])
  const stream = await new OpenAI(optionsOf(server)).chat.completions.create({
    ...ask('stall'),
    stream: true,
  })
  for await (const { choices } of stream) if (choices[0]?.delta.content === ' two') break

  await expect
    .poll(() => server.calls(), { timeout: 30_000 })
    .toMatchObject([{ rule: 'stalls', sent: 3, outcome: 'aborted' }])
})

it('answers curl line by line', async () => {
  await using server = await ServedCommand.start(project, ['rules.yaml'])
  const body = JSON.stringify({ ...ask('stall'), stream: true })
  const headers = ['-H', 'content-type: application/json', '-H', 'authorization: Bearer test-key']
  const curl = spawn('curl', ['-sN', `${server.baseURL}/chat/completions`, ...headers, '-d', body])

  const lines: string[] = []
  // The stream stalls: these lines arrive while it is open.
  for await (const line of createInterface(curl.stdout)) {
    if (line !== '') lines.push(line)
    if (lines.length === 3) break
  }
  curl.kill()

  const chunks = lines.map((line) => JSON.parse(line.replace(/^data: /, '')))
  expect(chunks.map(({ choices }) => choices[0].delta.content)).toEqual(['', 'one', ' two'])
})

it('answers a plain fetch', async () => {
  await using server = await ServedCommand.start(project, ['rules.yaml'])
  const response = await fetch(`${server.baseURL}/chat/completions`, {
    method: 'POST',
    headers: { authorization: 'Bearer test-key', 'content-type': 'application/json' },
    body: JSON.stringify({ ...ask('hello'), stream: true }),
  })

  expect(response.headers.get('content-type')).toMatch('text/event-stream')
  expect((await response.text()).endsWith('data: [DONE]\n\n')).toBe(true)
})

it('answers Python', async () => {
  await using server = await ServedCommand.start(project, ['rules.yaml'])
  const env = { ...process.env, OPENAI_BASE_URL: server.baseURL, OPENAI_API_KEY: 'test-key' }
  const python = async (...args: string[]) =>
    (await promisify(execFile)('python3', args, { env })).stdout

  expect(await python(join(import.meta.dirname, 'consumer.py'))).toBe(
    'Hello there!\n{"city":"Paris","days":2}\n',
  )
  expect(await python(join(root, 'examples/server/ask.py'), 'Oh, hello')).toBe('Hello there!\n')
  await expect(python(join(root, 'examples/server/ask.py'), 'nothing')).rejects.toThrow(
    'No matching response found',
  )
})

it('answers 50 streams at once', async () => {
  await using server = await ServedCommand.start(project, ['rules.yaml', '--pace', '5'])
  const { completions } = new OpenAI(optionsOf(server)).chat

  const texts = await Promise.all(
    Array.from({ length: 50 }, async (_, index) => {
      const stream = await completions.create({ ...ask(`hello ${index}`), stream: true })
      let text = ''
      for await (const { choices } of stream) text += choices[0]?.delta.content ?? ''
      return text
    }),
  )

  expect(new Set(texts)).toEqual(new Set(['Hello there!']))
  const calls = await server.calls()
  expect(calls.map(({ outcome }) => outcome)).toEqual(Array(50).fill('completed'))
})

it.each(['SIGTERM', 'SIGINT'] as const)('ends at %s, with a stream open', async (signal) => {
  await using server = await ServedCommand.start(project, ['rules.yaml'])
  const stream = await new OpenAI(optionsOf(server)).chat.completions.create({
    ...ask('stall'),
    stream: true,
  })
  const read = Array.fromAsync(stream).catch((error: unknown) => error)

  expect(await server.end(signal)).toBe(0)
  expect(await read).toBeInstanceOf(Error)
})

/** Runs the command `check`. */
function check(file: string) {
  const args = ['--no-install', 'msw-openai', 'check', file]
  return promisify(execFile)('npx', args, { cwd: project })
}

function run(command: string, args: readonly string[]): string {
  return String(execFileSync(command, args, { cwd: project }))
}
