import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { collect } from 'msw-openai'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ask, clientOf, json, RULES } from './ask-server.js'
import { BuiltCommand } from './built-command.js'

const command = new BuiltCommand()

beforeAll(() => command.build(), 120_000)
afterAll(() => command[Symbol.dispose]())

/** Makes a pattern of one whole text. */
function exactly(text: string): RegExp {
  return new RegExp(`^${text.replaceAll(/[.?*+()[\]]/g, String.raw`\$&`)}$`)
}

it('prints its URL, the variables to set, and a line for curl', async () => {
  const server = await command.serve()

  const { url } = server
  expect(server.stdout()).toBe(
    [
      `msw-openai listens at ${url}, on the free port ${new URL(url).port}.`,
      'Without rules, every request gets an answer that is made up.',
      '',
      `  OPENAI_BASE_URL=${url}/v1`,
      '  OPENAI_API_KEY=any-key',
      '',
      `  curl ${url}/v1/chat/completions -H "content-type: application/json" -H "authorization: Bearer any-key" -d '{"model":"gpt-5","messages":[{"role":"user","content":"Hello"}]}'`,
      '',
      '',
    ].join('\n'),
  )
  await server.stop()
})

it('answers the client by the rules of a file, and prints a line for each request', async () => {
  const file = command.write('rules.yaml', RULES)
  const server = await command.serve([file])
  const client = clientOf(server)

  const plain = await client.chat.completions.create(ask('hello'))
  const stream = await collect(client.chat.completions.create({ ...ask('hello'), stream: true }))
  const response = await client.responses.create({ model: 'gpt-5', input: 'hello' })
  const missed = client.chat.completions.create(ask('nothing'))
  await expect(missed).rejects.toThrow('No matching response found')

  expect(plain.choices[0]?.message.content).toBe('Hello there!')
  expect(stream.map(({ choices }) => choices[0]?.delta.content ?? '').join('')).toBe('Hello there!')
  expect(response.output_text).toBe('Hello there!')
  await server.until(/400 .*\n/)
  const lines = server.stdout().split('\n').slice(8, -1)
  expect(lines.map((line) => line.replace(/\d+\+\d+/, 'n+n').replace(/\d+ ms/, 'n ms'))).toEqual([
    '200  POST /v1/chat/completions  gpt-5  rule greeting  replied  n+n tokens  n ms',
    `200  POST /v1/chat/completions  gpt-5  stream  rule greeting  ${stream.length} events  completed  n ms`,
    '200  POST /v1/responses  gpt-5  rule greeting  replied  n+n tokens  n ms',
    '400  POST /v1/chat/completions  gpt-5  replied  n ms',
    `  error  No matching response found: none of the 2 rules of ${file} matches. The last message is "nothing".`,
  ])
  await server.stop()
})

it('prints the tokens of a stream that has a usage', async () => {
  const server = await command.serve()
  const { responses } = clientOf(server)

  await collect(responses.create({ model: 'gpt-5', input: 'hello', stream: true }))

  await server.until(/ completed .*\n/)
  expect(server.stdout()).toMatch(/stream {2}\d+ events {2}completed {2}\d+\+\d+ tokens/)
  await server.stop()
})

it('prints the reason of a call that breaks behind its line, and no stack', async () => {
  const file = command.write('events.yaml', `responses: [{ events: [{ anything: 1 }] }]`)
  const server = await command.serve([file])
  const { responses } = clientOf(server)

  await expect(responses.create({ model: 'gpt-5', input: 'hello' })).rejects.toThrow('400')

  await server.until(/ error .*\n/)
  expect(server.stdout()).toMatch(/broken .*\n {2}error {2}Failed to answer calls\[0\] of /)
  expect(server.stderr()).toBe('')
  await server.stop()
})

it('prints the reason of an error that no rule has given, and none of one that a rule has given', async () => {
  const file = command.write(
    'errors.yaml',
    'apiKey: test-key\nresponses: [{ id: busy, error: 503 }]',
  )
  const server = await command.serve([file])

  await expect(clientOf(server).chat.completions.create(ask('hello'))).rejects.toThrow('503')
  await expect(clientOf(server, 'wrong').models.list()).rejects.toThrow('401')

  await server.until(/401 .*\n/)
  const lines = server.stdout().split('\n').slice(8, -1)
  expect(lines.map((line) => line.replace(/\d+ ms/, 'n ms'))).toEqual([
    '503  POST /v1/chat/completions  gpt-5  rule busy  replied  n ms',
    '401  GET /v1/models  replied  n ms',
    expect.stringMatching(/^ {2}error {2}Incorrect API key provided: \*{3}/),
  ])
  await server.stop()
})

it.each(['SIGINT', 'SIGTERM'] as const)(
  'ends at %s with streams open, status 0',
  async (signal) => {
    const server = await command.serve([command.write('rules.yaml', RULES)])
    const stream = await clientOf(server).chat.completions.create({ ...ask('stall'), stream: true })
    const events = stream[Symbol.asyncIterator]()
    await events.next()

    expect(await server.stop(signal)).toBe(0)

    expect(server.stderr()).toBe('')
    await expect(collect({ [Symbol.asyncIterator]: () => events })).rejects.toThrow('terminated')
  },
)

it('reads the rules from the standard input where it is asked to', async () => {
  const server = await command.serve(['--config', '-'], { stdin: RULES })

  expect(server.stdout()).toContain('Requests are answered by stdin: 2 rules.')
  await server.stop()
})

it.each(['cat broken.yaml | "$0" "$@"', '"$0" "$@" < broken.yaml'])(
  'reads the rules from the standard input where a shell has put them: %s',
  async (line) => {
    command.write('broken.yaml', 'responses:\n  - repy: Hello\n')

    const ended = await command.runInShell(line, ['serve', '-p', '0'])

    expect(ended).toMatchObject({ status: 1, stdout: '' })
    expect(ended.stderr).toMatch(/^Failed to read stdin: .*\nstdin:2:/)
  },
)

it('serves without a command, as openai-mock-api does', async () => {
  const server = await command.start(['-c', command.write('rules.yaml', RULES), '-p', '0', '-v'])

  await clientOf(server).chat.completions.create(ask('hello'))

  await server.until(/body .*\n/)
  expect(server.stdout()).toContain('  body   {"model":"gpt-5"')
  await server.stop()
})

it('takes the port and the key of the file, and those of the arguments first', async () => {
  const file = command.write('port.yaml', `port: 0\napiKey: file-key`)
  const ofFile = await command.start(['serve', file])
  const ofArguments = await command.serve([file, '--api-key', 'own-key'])

  expect(ofFile.stdout()).toContain('OPENAI_API_KEY=file-key')
  expect(ofArguments.stdout()).toContain('OPENAI_API_KEY=own-key')
  await expect(clientOf(ofArguments, 'file-key').models.list()).rejects.toThrow('401')
  await clientOf(ofArguments, 'own-key').models.list()
  await Promise.all([ofFile.stop(), ofArguments.stop()])
})

it('lists the models of the arguments, and takes any model', async () => {
  const server = await command.serve(['--model', 'one', '--model', 'two', '--seed', '7', '-q'])
  const client = clientOf(server)

  const models = await client.models.list()
  await client.chat.completions.create(ask('hello'))
  await json(server, '/_reset', { method: 'POST' })
  const after = await client.models.list()

  expect(models.data.map(({ id }) => id)).toEqual(['one', 'two'])
  expect(after.data.map(({ id }) => id)).toEqual(['one', 'two'])
  await server.stop()
  expect(server.stdout()).not.toContain('200')
})

it('refuses a body that is too large, and names the option for larger ones', async () => {
  const server = await command.serve(['--body-limit', '1'])
  const { chat } = clientOf(server)

  await expect(chat.completions.create(ask('a'.repeat(1024 * 1024)))).rejects.toThrow(
    /^413 Maximum content size limit \(1048576\) exceeded\. .* the command a larger --body-limit\.$/,
  )

  await server.until(/413 .*\n/)
  await server.stop()
})

it('warns that other machines can reach it', async () => {
  const server = await command.serve(['--host', '0.0.0.0'])

  expect(server.stdout()).toContain(
    'Other machines can reach it, because it listens on 0.0.0.0. Give an --api-key to keep others out.',
  )
  await server.stop()
})

it('writes the requests to a file as JSON, without keys', async () => {
  const log = command.write('log.jsonl', '')
  const server = await command.serve([command.write('rules.yaml', RULES), '-v', '-l', log])
  const secret = 'sk-secret-0123456789'

  await clientOf(server).chat.completions.create(ask(`hello, my key is ${secret} or test-key`))
  const wrong = clientOf(server, secret).chat.completions.create(ask('hello'))
  await expect(wrong).rejects.toThrow('401')
  const short = clientOf(server, 'short-key').chat.completions.create(ask('hello'))
  await expect(short).rejects.toThrow('401')
  await fetch(`${server.url}/v1/models?api_key=abcdef&after=1`)
  await server.until(/GET .*\n/)
  await server.stop()

  const written = readFileSync(log, 'utf8')
  const printed = server.stdout().replace(/^[^]*?-d .*/, '')
  for (const key of [secret, 'test-key', 'short-key', 'abcdef', 'secret']) {
    expect(written).not.toContain(key)
    expect(printed).not.toContain(key)
  }
  const lines = written
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line))
  expect(lines).toMatchObject([
    { number: 1, method: 'POST', rule: 'greeting', outcome: 'replied', status: 200, stream: false },
    { number: 2, status: 401, rule: null },
    { number: 3, status: 401 },
    { number: 4, method: 'GET', path: '/v1/models?api_key=***&after=1', status: 401 },
  ])
})

it('logs the streams that are open when a signal ends it', async () => {
  const log = command.write('open.jsonl', '')
  const server = await command.serve([command.write('rules.yaml', RULES), '--log-file', log])
  const stream = await clientOf(server).chat.completions.create({ ...ask('stall'), stream: true })

  const [status, read] = await Promise.allSettled([server.stop(), collect(stream)])

  expect(status).toEqual({ status: 'fulfilled', value: 0 })
  expect(read.status).toBe('rejected')
  expect(JSON.parse(readFileSync(log, 'utf8'))).toMatchObject({
    rule: 'stalls',
    outcome: 'aborted',
  })
})

it('ends with one line and status 1 where the port is in use', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const address = other.address()
  const port = typeof address === 'object' ? String(address?.port) : ''

  const ended = await command.run(['serve', '--port', port])

  expect(ended).toEqual({
    status: 1,
    stdout: '',
    stderr: `Failed to serve on port ${port} of 127.0.0.1: the port is in use. Give another --port, or --port 0 for a free one.\n`,
  })
  other.close()
})

it('ends with all faults of a broken file, one on a line', async () => {
  const broken = command.write('broken.yaml', 'responses:\n  - reply: 3\n  - repy: Hello\n')

  const { status, stdout, stderr } = await command.run(['serve', broken])

  expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
  const [first, ...faults] = stderr.trim().split('\n')
  expect(first).toBe(`Failed to read ${broken}: ${faults.length} faults.`)
  expect(faults.every((line) => line.startsWith(`${broken}:`))).toBe(true)
  expect(stderr).toContain('Did you mean "reply"?')
})

it.each([
  [['serve', 'nope.yaml'], 1, 'Failed to read nope.yaml: there is no such file. Check the path.'],
  [['serve', '.'], 1, 'Failed to read .: it is a folder. Name a file in it.'],
  [['serve', ''], 1, 'Failed to read a file: its name is empty.'],
  [['serve', '--log-file', 'no/log'], 1, /^Failed to write no\/log: there is no folder no\. /],
  // 192.0.2.1 is for documentation: no machine has it. A name would be looked up outside of this machine.
  [['serve', '--host', '192.0.2.1', '-p', '0'], 1, /^Failed to serve on port 0 of/],
  [['lerve'], 2, 'Unknown command "lerve". Did you mean "serve"?'],
  [['rules.yaml'], 2, 'Unknown command "rules.yaml". Did you mean "serve rules.yaml"?'],
  [['serve', '--prot', '3'], 2, 'Unknown option "--prot". Did you mean --port?'],
  [['serve', '--port'], 2, /^Failed to read the arguments: Option '-p, --port <value>'/],
  [['serve', '--port', '99999'], 2, 'Expected --port from 0 to 65535, received 99999.'],
  [['serve', '--port', 'x'], 2, 'Expected --port to be an integer, received "x".'],
  [['serve', '--seed', '1.5'], 2, 'Expected --seed to be an integer, received "1.5".'],
  [['serve', '--body-limit', '0'], 2, 'Expected --body-limit of 1 or more megabytes, received 0.'],
  [['serve', '--pace', 'slow'], 2, /^Failed to read --pace slow: /],
  [['serve', '--pace', 'frist=3'], 2, /^Failed to read --pace frist=3: .*frist/],
  [['serve', '-v', '-q'], 2, '--verbose and --quiet exclude each other.'],
  [['serve', '--watch'], 2, '--watch needs a rules file: msw-openai serve rules.yaml --watch'],
  [['serve', 'a.yaml', 'b.yaml'], 2, 'Expected one rules file, received a.yaml and b.yaml.'],
  [['check'], 2, 'Expected a rules file: msw-openai check rules.yaml'],
])('refuses %j with status %i and one line', async (args, status, expected) => {
  const ended = await command.run(args)

  expect(ended).toMatchObject({ status, stdout: '' })
  expect(ended.stderr).toMatch(/^[^\n]+\n$/)
  const pattern = typeof expected === 'string' ? exactly(expected) : expected
  expect(ended.stderr.trimEnd()).toMatch(pattern)
})

it.each([['--help'], ['-h'], ['help'], ['serve', '--help'], ['-p', '3', '-h'], ['check', '-h']])(
  'prints help with examples for %s %s',
  async (...args) => {
    const { status, stdout, stderr } = await command.run(args)

    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).toContain('Examples:\n  ')
  },
)

it('prints its version', async () => {
  const { version }: { version: string } = JSON.parse(readFileSync('package.json', 'utf8'))

  expect(await command.run(['--version'])).toEqual({
    status: 0,
    stdout: `${version}\n`,
    stderr: '',
  })
})

it('checks files: counts the rules, and prints the faults', async () => {
  command.write('rules.yaml', RULES)
  command.write('broken.yaml', 'responses:\n  - reply: 3\n')

  const good = await command.run(['check', 'rules.yaml'])
  const mixed = await command.run(['check', 'broken.yaml', 'rules.yaml', 'nope.yaml'])
  const stdin = await command.run(['check', '-'], { stdin: RULES })

  expect(good).toEqual({ status: 0, stdout: 'rules.yaml: 2 rules, no fault\n', stderr: '' })
  expect(mixed).toMatchObject({ status: 1, stdout: 'rules.yaml: 2 rules, no fault\n' })
  expect(mixed.stderr).toMatch(
    /^broken.yaml:2:\d+ [^\n]+\nFailed to read nope.yaml: there is no such file. Check the path.\n$/,
  )
  expect(stdin).toMatchObject({ status: 0, stdout: 'stdin: 2 rules, no fault\n' })
})
