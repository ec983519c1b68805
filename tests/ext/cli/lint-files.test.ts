import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { chunkRecord, dataRecord, DONE, GREETING, ROLE, STOP } from '../show/recordings.js'
import { runIn } from './run-in.js'

const folder = mkdtempSync(join(tmpdir(), 'msw-openai-lint-files-'))
afterAll(() => rmSync(folder, { recursive: true }))

const ADVICE =
  'Expected the body of a streamed answer, with lines such as data: {"id":"…"}. ' +
  'Ask with "stream": true, and record the body with curl -N.\n'

function write(name: string, content: string | Uint8Array): string {
  writeFileSync(join(folder, name), content)
  return name
}

const lint = (...args: string[]) => runIn(folder, ['lint', ...args])

describe('a run with files of which some cannot be linted', () => {
  const other = write('other.sse', 'data: {"x":1}\n\n')
  const bad = write('bad.sse', chunkRecord({ content: 'Hi' }) + STOP + DONE)
  const files = [other, 'missing.sse', bad]
  const MESSAGES = [
    'Failed to recognize the endpoint of other.sse: it has no event of the OpenAI API. ' +
      'Name the endpoint, such as --endpoint chat.completions.create.',
    'Failed to read missing.sse: there is no such file. Check the path.',
  ]

  it('lints the others, and prints what is wrong with those', async () => {
    const { status, stdout, stderr } = await lint(...files)

    expect(status).toBe(1)
    expect(stdout).toContain('bad.sse:1: error chat/role-first')
    expect(stdout).toMatch(/\n1 stream: 1 error, \d warnings?\.\n$/)
    expect(stderr).toBe(MESSAGES.map((message) => `${message}\n`).join(''))
  })

  it('has them in JSON', async () => {
    const { status, stdout, stderr } = await lint(...files, '--format', 'json')

    expect([status, stderr]).toEqual([1, ''])
    expect(JSON.parse(stdout)).toMatchObject({
      streams: [{ name: 'bad.sse' }],
      problems: [
        { name: 'other.sse', isFile: true, message: MESSAGES[0] },
        { name: 'missing.sse', isFile: true, message: MESSAGES[1] },
      ],
    })
  })

  it('has annotations of them', async () => {
    const { status, stdout, stderr } = await lint(...files, '--format', 'github')

    expect([status, stderr]).toEqual([1, ''])
    expect(stdout).toContain('::error file=bad.sse,line=1,title=chat/role-first::')
    expect(stdout).toContain(`::error file=other.sse,title=not linted::${MESSAGES[0]}\n`)
    expect(stdout).toContain(`::error file=missing.sse,title=not linted::${MESSAGES[1]}\n`)
  })
})

it.each([
  ['empty.sse', ' \n', 'it is empty', 'Check the command that writes it.'],
  [
    'plain.json',
    '{"object":"chat.completion","choices":[]}',
    'a plain answer in JSON, whose object is "chat.completion"',
  ],
  ['error.json', '{"error":{"message":"Too\\nfast"}}', 'an error in JSON: "Too\\nfast"'],
  ['list.json', '[\n  1\n]', 'JSON: [1]'],
  ['lines.json', '{"done":false}\r\n{"done":true}\r\n', 'lines of JSON without "data: " before'],
  [
    'page.html',
    '<!DOCTYPE html>\n<title>Log in</title>\n<style>\n:root{}\n</style>',
    'a page of HTML, "Log in"',
  ],
  ['untitled.html', '<html><p>Hi</p></html>', 'a page of HTML.'],
  ['text.txt', 'Not\u001B found', String.raw`a text that begins with "Not\u001b found"`],
  [
    'headers.sse',
    `HTTP/1.1 200 OK\r\nx-a: b\r\n\r\n${GREETING}`,
    'the headers of a response before its body',
    'without -i.',
  ],
  ['picture.png', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0), 'bytes that are no text'],
  ['answer.sse.gz', Uint8Array.of(0x1f, 0x8b, 8), 'compressed bytes (gzip)', 'curl --compressed.'],
  [
    'utf-16.sse',
    Buffer.from(`\uFEFF${GREETING}`, 'utf16le'),
    'UTF-16',
    'curl --output answer.sse.',
  ],
])('says what is in %s, which is no stream', async (name, content, found, advice = ADVICE) => {
  write(name, content)
  const { status, stdout, stderr } = await lint(name)

  expect([status, stdout]).toEqual([1, ''])
  expect(stderr).toContain(`Failed to read ${name} as a stream: it `)
  expect(stderr).toContain(found)
  expect(stderr).toContain('Expected the body of a streamed answer')
  expect(stderr).toContain(advice)
})

it('says what is in a text that is no stream of the given endpoint', async () => {
  const given = ['--endpoint', 'chat.completions.create']

  expect((await lint(write('a.json', '{"object":"list"}'), ...given)).stderr).toContain('"list"')
  expect(await lint(write('none.sse', ''), ...given)).toMatchObject({
    status: 1,
    stdout: expect.stringContaining('none.sse:1: error stream/empty'),
  })
})

it('reads a stream that begins with a comment or a mark', async () => {
  expect(await lint(write('comment.sse', `: ping\n\n${GREETING}`))).toMatchObject({ status: 0 })
  expect((await lint(write('bom.sse', `\uFEFF${GREETING}`))).stdout).toContain('error sse/bom')
})

it('says that a folder is no file', async () => {
  mkdirSync(join(folder, 'recordings'))

  expect((await lint('recordings')).stderr).toBe(
    'Failed to read recordings: it is a folder. Name a file in it.\n',
  )
  write('file', '')
  expect((await lint('file/answer.sse')).stderr).toBe(
    'Failed to read file/answer.sse: a part of the path is a file, not a folder. Check the path.\n',
  )
})

it('recognizes a stream whose first event is long', async () => {
  const first = dataRecord({
    type: 'response.created',
    sequence_number: 0,
    response: { instructions: 'Be brief. '.repeat(20_000) },
  })
  const { stdout } = await lint(
    write('long.sse', `event: response.created\n${first}`),
    '--format',
    'json',
  )

  expect(JSON.parse(stdout)).toMatchObject({ streams: [{ endpoint: 'responses.create' }] })
})

it('gives the lines of findings in a file of many reads, whatever ends the lines', async () => {
  const text = chunkRecord({ content: 'word '.repeat(1000) }).repeat(40)
  for (const end of ['\n', '\r', '\r\n']) {
    const content = `${ROLE}${text}data: {"x":1}\n\n${text}${STOP}${DONE}`.replaceAll('\n', end)
    // Records lie on every second line.
    expect((await lint(write('reads.sse', content))).stdout).toContain(
      'reads.sse:83: error stream/schema',
    )
  }
})

it('counts all findings of a stream, and lists the first thousand', async () => {
  write('many.sse', `${ROLE}${'data: {"x":1\n\n'.repeat(1500)}${STOP}${DONE}`)
  const { stdout } = await lint('many.sse')

  expect(stdout.match(/error stream\/json/g)).toHaveLength(1000)
  expect(stdout.split('\n').slice(1000)).toEqual([
    'many.sse: 500 more findings are not listed.',
    '1 stream: 1500 errors, 0 warnings.',
    '',
  ])
})

it('says that a record is too long for the memory', async () => {
  truncateSync(join(folder, write('unended.sse', ROLE + 'data: ')), 64_001_000)

  expect(await lint('unended.sse')).toEqual({
    status: 1,
    stdout: '',
    stderr:
      'Failed to lint unended.sse: one record has more than 64 MB. A blank line has to end each record.\n',
  })
})

it('annotates the files of a workflow that runs in a folder of the repository', async () => {
  write('bad.sse', chunkRecord({ content: 'Hi' }) + STOP + DONE)
  const { stdout } = await runIn(folder, ['lint', 'bad.sse', 'missing.sse', '--format', 'github'], {
    env: { GITHUB_WORKSPACE: dirname(folder) },
  })

  expect(stdout).toContain(`::error file=${basename(folder)}/bad.sse,line=1,`)
  expect(stdout).toContain(`::error file=${basename(folder)}/missing.sse,title=not linted::`)
})

it('annotates no file for the standard input', async () => {
  const { stdout } = await runIn(folder, ['lint', '--format', 'github'], {
    stdin: chunkRecord({ content: 'Hi' }) + STOP + DONE,
  })

  expect(stdout).toContain('::error title=stdin%3A1%3A chat/role-first::Choice 0')
})
