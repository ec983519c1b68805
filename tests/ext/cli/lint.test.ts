import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { apiError, chat, EventStream, responses, unchecked, type Cue } from 'msw-openai'
import { createBackend } from 'msw-openai/backend'
import { serve } from 'msw-openai/node'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { afterAll, expect, it } from 'vitest'
import { chunk } from '../../support.js'
import { chunkRecord, DONE, GREETING, ROLE, STOP } from '../show/recordings.js'
import { runIn } from './run-in.js'

const folder = mkdtempSync(join(tmpdir(), 'msw-openai-lint-'))
afterAll(() => rmSync(folder, { recursive: true }))

const NO_ROLE = `: hello\r\n\r\n${chunkRecord({ content: 'Hi' })}${STOP}${DONE}`

function write(name: string, content: string): string {
  writeFileSync(join(folder, name), content)
  return name
}

const lint = (...args: string[]) => runIn(folder, ['lint', ...args])

it('finds nothing in a stream that obeys', async () => {
  expect(await lint(write('good.sse', GREETING))).toEqual({
    status: 0,
    stdout: '1 stream: 0 errors, 0 warnings.\n',
    stderr: '',
  })
})

it('prints each finding with its file, its line and its rule', async () => {
  const { status, stdout } = await lint(write('good.sse', GREETING), write('bad.sse', NO_ROLE))

  expect(status).toBe(1)
  expect(stdout).toContain(
    'bad.sse:3: error chat/role-first: Choice 0 begins without a role. (expected "assistant") docs/rules.md#chatrole-first\n',
  )
  expect(stdout).toMatch(/\n2 streams: 1 error, \d warnings?\.\n$/)
})

it('succeeds with warnings alone', async () => {
  const { status, stdout } = await lint(write('unended.sse', GREETING.replace(DONE, '')))

  expect(status).toBe(0)
  expect(stdout).toContain('unended.sse:10: warning stream/terminator-missing: ')
})

it('reads the standard input', async () => {
  const { status, stdout } = await runIn(folder, ['lint'], { stdin: NO_ROLE })

  expect(status).toBe(1)
  expect(stdout).toContain('stdin:3: error chat/role-first')
})

it('expects a stream where nobody has given one', async () => {
  const { status, stderr } = await runIn(folder, ['lint'], { isTyped: true })

  expect(status).toBe(2)
  expect(stderr).toContain('Expected files, a stream on the standard input, or --url.')
})

it('prints JSON', async () => {
  const { stdout } = await lint(write('bad.sse', NO_ROLE), '--format', 'json')

  expect(JSON.parse(stdout)).toMatchObject({
    streams: [{ name: 'bad.sse', endpoint: 'chat.completions.create' }],
    findings: expect.arrayContaining([
      expect.objectContaining({
        name: 'bad.sse',
        line: 3,
        rule: 'chat/role-first',
        severity: 'error',
        index: 0,
        byteOffset: 11,
        docs: 'docs/rules.md#chatrole-first',
      }),
    ]),
    notes: [],
  })
})

it('prints annotations for a workflow, with escapes', async () => {
  const { status, stdout } = await lint(write('100%,a:b.sse', NO_ROLE), '--format', 'github')

  expect(status).toBe(1)
  expect(stdout).toContain(
    '::error file=100%25%2Ca%3Ab.sse,line=3,title=chat/role-first::Choice 0 begins without a role.',
  )
  expect(stdout.split('\n').filter((line) => line !== '' && !line.startsWith('::'))).toEqual([])
})

it('explains how to name an endpoint that is not recognized', async () => {
  expect(await lint(write('other.sse', 'data: {"x":1}\n\n'))).toEqual({
    status: 1,
    stdout: '',
    stderr:
      'Failed to recognize the endpoint of other.sse: it has no event of the OpenAI API. ' +
      'Name the endpoint, such as --endpoint chat.completions.create.\n',
  })
  const { status, stdout } = await lint('other.sse', '--endpoint', 'chat.completions.create')
  expect(status).toBe(1)
  expect(stdout).toContain('other.sse:1: error stream/schema')
})

it.each([
  [['x.sse', '--endpoint', 'chat.completion.create'], 'Did you mean "chat.completions.create"?'],
  [['x.sse', '--format', 'xml'], 'Expected --format text|json|github, received xml.'],
  [['x.sse', '--formt', 'json'], 'Did you mean --format?'],
  [
    ['x.sse', '--url', 'http://127.0.0.1/v1', '--model', 'm'],
    '--url and files exclude each other.',
  ],
  [['--url', 'localhost:3000', '--model', 'm'], 'Expected --url http://127.0.0.1:3000/v1'],
  [['--url', 'http://127.0.0.1/v1'], '--url needs --model <name>.'],
  [['--model', 'm'], '--model needs --url.'],
])('refuses %j', async (args, message) => {
  const { status, stderr } = await lint(...args)

  expect(status).toBe(2)
  expect(stderr).toContain(message)
})

it('names a file that does not exist', async () => {
  const { status, stderr } = await lint('missing.sse')

  expect(status).toBe(1)
  expect(stderr).toContain('Failed to read missing.sse: ')
})

it('teaches', async () => {
  const { status, stdout } = await lint('--help')

  expect(status).toBe(0)
  expect(stdout).toContain('msw-openai lint --url http://127.0.0.1:8080/v1 --model llama')
})

it('finds nothing in the streams of the backend', async () => {
  await using server = await serve(createBackend().handlers)

  expect(await lint('--url', server.baseURL, '--model', 'gpt-5')).toEqual({
    status: 0,
    stdout: '5 streams: 0 errors, 0 warnings.\n',
    stderr: '',
  })
})

/** Begins without a role. */
class NoRole extends EventStream<ChatCompletionChunk> {
  *generate(): Generator<ChatCompletionChunk | Cue> {
    yield unchecked(chunk('Hello'))
  }
}

it('says what a server lacks, and lints the rest', async () => {
  await using server = await serve([chat.completions.create(new NoRole())])
  const { status, stdout } = await lint('--url', `${server.baseURL}/`, '--model', 'gpt-5')

  expect(status).toBe(1)
  expect(stdout).toContain('chat.completions.create, text:1: error chat/role-first: ')
  expect(stdout).toContain('chat.completions.create, tool call: the answer has no tool call.\n')
  expect(stdout).toContain('chat.completions.create, usage: the answer has no usage.\n')
  expect(stdout).toMatch(/^responses\.create, tool call: no stream: .*\/responses/m)
})

it('says that a server refuses', async () => {
  const refusal = apiError(401)
  await using server = await serve([chat.completions.create(refusal), responses.create(refusal)])
  const { status, stdout, stderr } = await lint('--url', server.baseURL, '--model', 'gpt-5')

  expect([status, stdout]).toEqual([1, ''])
  expect(stderr).toContain(`Failed to get a stream of ${server.baseURL}:`)
  expect(stderr).toContain(
    '- chat.completions.create, text: no stream: the server answers /chat/completions with 401: ',
  )
})

it('sends the key', async () => {
  await using server = await serve(createBackend({ apiKey: 'sk-1' }).handlers)
  const asked = ['--url', server.baseURL, '--model', 'm']

  expect(await lint(...asked, '--api-key', 'sk-1')).toMatchObject({ status: 0 })
  expect(await lint(...asked, '--api-key', 'sk-2')).toMatchObject({ status: 1, stdout: '' })
})

it('says that nobody listens', async () => {
  const server = await serve([])
  await server.close()
  const { status, stderr } = await lint('--url', server.baseURL, '--model', 'm')

  expect(status).toBe(1)
  expect(stderr).toMatch(/text: the request failed: .*ECONNREFUSED/)
})

it('prints no escape sequence of a stream', async () => {
  const evil = `: \u001B[31m\n\ndata: "\u001B]0;x\u0007"\n\n${ROLE}`
  const { stdout } = await lint(write('evil.sse', evil))

  expect(stdout).not.toMatch(/(?!\n)\p{Cc}/u)
})
