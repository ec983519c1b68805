import {
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createBackend } from 'msw-openai/backend'
import { serve } from 'msw-openai/node'
import { afterAll, expect, it } from 'vitest'
import { chunkRecord, GREETING, TOOL_CALL } from '../show/recordings.js'
import { runIn } from './run-in.js'

const folder = mkdtempSync(join(tmpdir(), 'msw-openai-show-'))
afterAll(() => rmSync(folder, { recursive: true }))
writeFileSync(join(folder, 'greeting.sse'), GREETING)
writeFileSync(join(folder, 'tool.sse'), TOOL_CALL)

const show = (...args: string[]) => runIn(folder, ['show', ...args])
const contentOf = (name: string) => readFileSync(join(folder, name), 'utf8')

it('prints a stream', async () => {
  const { status, stdout, stderr } = await show('greeting.sse')

  expect([status, stderr]).toEqual([0, ''])
  expect(stdout).toContain('\n1  161 B  content "Hello"\n')
  expect(stdout).toMatch(/\nText\nHello there\nUsage \{.*\}\n$/)
})

it('prints several streams', async () => {
  const { stdout } = await show('greeting.sse', 'tool.sse')

  expect(stdout).toMatch(/^greeting\.sse\n[^]*\n\ntool\.sse\n[^]*Tool call look\(/)
})

it('prints what comes on the standard input', async () => {
  const { stdout } = await runIn(folder, ['show', '-'], { stdin: TOOL_CALL })

  expect(stdout).toMatch(/^stdin\n/)
})

it('prints colours and short lines on a terminal', async () => {
  const stdin = chunkRecord({ content: 'long '.repeat(50) })
  const { stdout } = await runIn(folder, ['show'], { stdin, columns: 50 })
  const [, , , line = ''] = stdout.split('\n')

  expect(line).toContain('\u001B[36mcontent\u001B[0m')
  // oxlint-disable-next-line no-control-regex -- The escapes of colours.
  expect(line.replaceAll(/\u001B\[\d+m/g, '').length).toBeLessThanOrEqual(50)
})

it('prints JSON', async () => {
  const { stdout } = await show('greeting.sse', '--format', 'json')

  expect(JSON.parse(stdout)).toMatchObject([
    { name: 'greeting.sse', records: { length: 6 }, answer: { text: 'Hello there' } },
  ])
})

it('writes a page', async () => {
  expect(await show('greeting.sse', '--html', 'page.html')).toEqual({
    status: 0,
    stdout: 'Wrote page.html.\n',
    stderr: '',
  })
  expect(contentOf('page.html')).toContain('<title>greeting.sse</title>')
})

it('writes a page in the place of an older one, or of an empty file', async () => {
  for (const content of ['', ' \n<!DOCTYPE html>\n<title>old</title>', '<html>']) {
    writeFileSync(join(folder, 'old.html'), content)

    expect(await show('greeting.sse', '--html', 'old.html')).toMatchObject({ status: 0 })
    expect(contentOf('old.html')).toContain('<title>greeting.sse</title>')
  }
})

it('writes no page in the place of a recording that it reads', async () => {
  symlinkSync('greeting.sse', join(folder, 'link.html'))
  for (const name of [
    'greeting.sse',
    './greeting.sse',
    join(folder, 'greeting.sse'),
    'link.html',
  ]) {
    expect(await show('tool.sse', 'greeting.sse', '--html', name)).toEqual({
      status: 2,
      stdout: '',
      stderr:
        `Failed to write ${name}: it is one of the recordings to show. ` +
        'Give --html another name, such as --html answer.html.\n',
    })
  }
  expect(contentOf('greeting.sse')).toBe(GREETING)
})

it.each([
  ['a recording', 'first.sse', TOOL_CALL],
  ['white space', 'blank.txt', ' '.repeat(5000)],
  ['anything else', 'notes.html', 'Notes on <html>'],
])('writes no page in the place of a file with %s', async (_, name, content) => {
  writeFileSync(join(folder, name), content)

  expect(await show('greeting.sse', '--html', name)).toEqual({
    status: 1,
    stdout: '',
    stderr:
      `Failed to write ${name}: there is such a file, and it is no page of HTML. ` +
      'Give --html another name, such as --html answer.html, or remove the file.\n',
  })
  expect(contentOf(name)).toBe(content)
})

it('names a page that it cannot write, and what to do', async () => {
  const { status, stderr } = await show('greeting.sse', '--html', 'no/such/folder.html')

  expect(status).toBe(1)
  expect(stderr).toBe(
    'Failed to write no/such/folder.html: there is no folder no/such. Create it, or name another path.\n',
  )
  expect((await show('greeting.sse', '--html', '.')).stderr).toBe(
    'Failed to write .: it is a folder. Name a file in it.\n',
  )
})

it('refuses a page in JSON', async () => {
  expect(await show('greeting.sse', '--html', 'x.html', '--format', 'json')).toMatchObject({
    status: 2,
    stderr: '--html and --format json exclude each other.\n',
  })
})

it('shows the other streams where one cannot be read', async () => {
  const files = ['missing.sse', 'greeting.sse']
  const { status, stdout, stderr } = await show(...files)

  expect(status).toBe(1)
  expect(stdout).toMatch(/^greeting\.sse\n/)
  expect(stderr).toBe('Failed to read missing.sse: there is no such file. Check the path.\n')
  expect(JSON.parse((await show(...files, '--format', 'json')).stdout)).toMatchObject([
    { name: 'greeting.sse' },
  ])
})

it('refuses a stream that is too long for the memory', async () => {
  writeFileSync(join(folder, 'long.sse'), GREETING)
  truncateSync(join(folder, 'long.sse'), 64_000_001)
  const { status, stderr } = await show('long.sse')

  expect(status).toBe(1)
  expect(stderr).toBe(
    'Failed to show long.sse: it has more than 64 MB. Show a part: head -c 1000000 answer.sse | msw-openai show. ' +
      'msw-openai lint reads streams of any size.\n',
  )
})

it('writes no page where no stream can be read', async () => {
  const { status, stdout } = await show('missing.sse', '--html', 'empty.html')

  expect([status, stdout]).toEqual([1, ''])
  expect(existsSync(join(folder, 'empty.html'))).toBe(false)
})

it('asks a server, and shows the times', async () => {
  await using server = await serve(createBackend().handlers)
  const { status, stdout } = await show('--url', server.baseURL, '--model', 'gpt-5')

  expect(status).toBe(0)
  expect(stdout).toMatch(/^chat\.completions\.create, text\n/)
  expect(stdout).toMatch(/\n *0 +\d+ ms +[\d.]+ k?B {2}response\.created /)
  expect(stdout).toContain('\nTool call get_weather(')
})

it('needs a stream that it knows', async () => {
  const stdin = 'data: {"x":1}\n\n'
  const { status, stderr } = await runIn(folder, ['show'], { stdin })

  expect(status).toBe(1)
  expect(stderr).toContain('--endpoint chat.completions.create')
})

it('teaches', async () => {
  const { stdout } = await show('--help')

  expect(stdout).toContain('msw-openai show answer.sse --html answer.html')
})
