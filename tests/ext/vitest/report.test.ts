import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chat } from 'msw-openai'
import { createFetch } from 'msw-openai/fetch'
import { afterAll, beforeAll, expect, it, onTestFinished, vi, type TestContext } from 'vitest'
import { TestReport } from '../../../src/ext/vitest/test-report.js'
import { TestRun } from '../../../src/ext/vitest/test-run.js'
import { watchCalls } from '../../../src/routes/watch-calls.js'
import { runFixtures, type Outcome } from './run-fixtures.js'

const folder = mkdtempSync(join(tmpdir(), 'msw-openai-report-'))
const report = join(folder, 'deep/report')
let outcome: Outcome

beforeAll(async () => {
  outcome = await runFixtures('threads', { include: 'report/*.fixture.ts', pages: report })
}, 60_000)
afterAll(() => rmSync(folder, { recursive: true }))

type Suite = NonNullable<TestContext['task']['suite']>

interface Page {
  readonly title: string
  readonly reasons: readonly string[]
  readonly streams: ReadonlyArray<{ readonly name: string; readonly end: string }>
}

/** The pages in the directory, without the project and the hash of their names. */
function pages(): Record<string, Page> {
  const files = readdirSync(report)
  return Object.fromEntries(
    files.map((file) => [file.replace(/^plain-|-[\da-f]{8}\.html$/g, ''), read(file)]),
  )
}

/** The pages of the file of tests that share names, by those names. */
function pagesOfNames(): Record<string, Page> {
  const file = 'report-names.fixture.ts-'
  const own = Object.entries(pages()).filter(([name]) => name.startsWith(file))
  return Object.fromEntries(own.map(([name, page]) => [name.slice(file.length), page]))
}

function reason(received: string): string {
  return `AssertionError: expected '${received}' to be 'good' // Object.is equality`
}

function read(file: string): Page {
  const html = readFileSync(join(report, file), 'utf8')
  const [, title = ''] = /<title>(.*)<\/title>/.exec(html) ?? []
  const [, json = ''] = /id="data">(.*)<\/script>/.exec(html) ?? []
  return { title, ...JSON.parse(json) }
}

it('writes a page for each failing test with a request, under a safe name', () => {
  expect(Object.keys(pages()).filter((name) => name.startsWith('report-report'))).toEqual([
    'report-report.fixture.ts-asks-nobody',
    'report-report.fixture.ts-at-the-same-time-greets-Ada',
    'report-report.fixture.ts-at-the-same-time-greets-Grace',
    'report-report.fixture.ts-breaks',
    'report-report.fixture.ts-ends-first',
    'report-report.fixture.ts-fails-by-itself-Hello-script',
    'report-report.fixture.ts-gets-JSON',
    'report-report.fixture.ts-leaves-early',
    'report-report.fixture.ts-meets-no-condition',
    'report-report.fixture.ts-sends-a-file',
    'report-report.fixture.ts-with-a-server-inside-fails',
  ])
})

it('writes a page for each of several tests of one name', () => {
  expect(pagesOfNames()).toMatchObject({
    greets: { title: 'report/names.fixture.ts › greets', reasons: [reason('bad')] },
    'greets-3': { title: 'report/names.fixture.ts › greets (3)', reasons: [reason('worse')] },
    'a-suite-greets': { reasons: [reason('bad')] },
    'a-suite-2-greets': { reasons: [reason('worse')] },
  })
})

it('writes no page for a test that fails on purpose, and one where it passes', () => {
  expect(Object.keys(pagesOfNames())).not.toContain('fails-on-purpose')
  expect(Object.keys(pagesOfNames())).toContain('passes-by-mistake')
})

it('names the page in the output', () => {
  const lines = outcome.output.match(/The streams of the failing test are in .*\.html/g) ?? []

  expect(lines).toHaveLength(readdirSync(report).length)
  expect(outcome.output).toMatch(/fixture\.ts-breaks-[\da-f]{8}\.html/)
})

it('keeps the reasons for which the tests fail', () => {
  expect(outcome.failures['report breaks']).toEqual([
    expect.stringContaining('Failed to play event 1 of script "Breaks"'),
  ])
  expect(outcome.failures['report fails by itself: "Hello" </script>']).toEqual([
    expect.stringContaining("expected 'Hello' to be 'Goodbye'"),
  ])
})

it('shows what was asked, and what was sent when, for each call of the test', () => {
  const page = pages()['report-report.fixture.ts-fails-by-itself-Hello-script']

  expect(page).toMatchObject({
    title: expect.stringContaining('report.fixture.ts › fails by itself: &quot;Hello&quot;'),
    streams: [
      {
        name: 'Call 1: chat.completions.create',
        call: { body: { messages: [{ role: 'user', content: 'Hi' }] }, outcome: 'completed' },
        findings: [],
      },
      {
        name: 'Call 2: responses.create',
        call: { body: { input: 'Weather?' } },
        toolCalls: [{ name: 'get_weather', given: '{"city":"Paris"}' }],
        records: expect.arrayContaining([
          expect.objectContaining({ type: 'response.completed', time: expect.any(Number) }),
        ]),
      },
    ],
  })
})

it('marks the place at which a client disconnected, and at which a script broke', () => {
  const ends = Object.entries(pages())
    .filter(([name]) => name.startsWith('report-report'))
    .map(([name, { streams }]) => [name, streams[0]?.end])
  const after = String.raw`here, \d+ ms after the request`

  expect(ends).toEqual([
    [expect.stringContaining('asks-nobody'), 'No route answered.'],
    [expect.stringContaining('Ada'), ''],
    [expect.stringContaining('Grace'), ''],
    [
      expect.stringContaining('breaks'),
      expect.stringMatching(`^The call broke ${after}: Failed to play event 1`),
    ],
    [
      expect.stringContaining('ends-first'),
      expect.stringMatching(`^The test ended ${after}\\. The stream had stalled, and was cut\\.$`),
    ],
    [expect.stringContaining('fails-by-itself'), ''],
    [expect.stringContaining('gets-JSON'), 'The route replied with HTTP 429.'],
    [
      expect.stringContaining('leaves-early'),
      expect.stringMatching(`^The client left ${after}\\.`),
    ],
    [
      expect.stringContaining('meets-no-condition'),
      expect.stringMatching(`^The call broke ${after}: Failed to answer calls`),
    ],
    [expect.stringContaining('sends-a-file'), 'The route replied with HTTP 200.'],
    [expect.stringContaining('inside'), ''],
  ])
})

it('shows the plain answers', () => {
  const { streams } = pages()['report-report.fixture.ts-gets-JSON'] ?? {}

  expect(streams).toMatchObject([
    {
      call: {
        answer: 'apiError(429)',
        reply: { status: 429, body: { error: { message: 'Slow down' } } },
      },
    },
    {
      call: {
        reply: {
          status: 200,
          body: { choices: [{ message: { content: 'Hello <b>JSON</b>' } }] },
        },
      },
    },
  ])
})

it('shows the error that a call without an answer gets', () => {
  const { streams } = pages()['report-report.fixture.ts-meets-no-condition'] ?? {}

  expect(streams).toMatchObject([
    {
      isPlain: true,
      call: { reply: { status: 400, body: { error: { code: 'unanswered_call' } } } },
    },
    { isPlain: true, end: 'The route replied with a response of the test, which is not recorded.' },
  ])
})

it('shows a request that no route answers', () => {
  const { streams } = pages()['report-report.fixture.ts-asks-nobody'] ?? {}

  expect(streams).toMatchObject([
    {
      name: 'Unanswered: GET https://api.openai.com/v1/models',
      call: {
        method: 'GET',
        url: 'https://api.openai.com/v1/models',
        error: expect.stringContaining('none of these routes does'),
      },
    },
  ])
})

it('describes the files of a form', () => {
  const { streams } = pages()['report-report.fixture.ts-sends-a-file'] ?? {}

  expect(streams).toMatchObject([
    { call: { body: { purpose: 'batch', file: 'File "batch.jsonl", 2 bytes' } } },
  ])
})

it('gives the reasons for which the test failed', () => {
  expect(pages()['report-report.fixture.ts-gets-JSON']?.reasons).toEqual([
    "AssertionError: expected 'JSON' to be 'a stream' // Object.is equality",
    "AssertionError: expected 'one' to be 'another' // Object.is equality",
  ])
  expect(pages()['report-report.fixture.ts-breaks']?.reasons).toEqual([
    expect.stringMatching(/^BrokenScriptError: Failed to play event 1 of script "Breaks"/),
  ])
})

it('gives tests that run at the same time their own calls', () => {
  const { streams } = pages()['report-report.fixture.ts-at-the-same-time-greets-Grace'] ?? {}

  expect(streams).toHaveLength(1)
  expect(JSON.stringify(streams)).toContain('Hello Grace')
  expect(JSON.stringify(streams)).not.toContain('Hello Ada')
})

it('removes the page of a test that passes again', async ({ task }) => {
  const directory = join(folder, 'again')
  const pagesOfTest = new TestReport(directory)
  listenToWarnings()
  await pagesOfTest.write(task, await runWith(chat.completions.create('Hello')))
  expect(readdirSync(directory)).toHaveLength(1)

  pagesOfTest.remove(task)
  expect(readdirSync(directory)).toEqual([])
})

it('keeps the pages of one test in two projects, and of suites whose names are alike', async ({
  task,
}) => {
  const directory = join(folder, 'alike')
  const pagesOfTests = new TestReport(directory)
  const run = await runWith(chat.completions.create('Hello'))
  listenToWarnings()
  // A suite has what a test has, and its own tasks.
  const suite = (name: string) => ({ ...task, name, tasks: [] }) as unknown as Suite
  const tests = [
    { ...task, file: { ...task.file, projectName: 'browser' } },
    { ...task, file: { ...task.file, projectName: 'node' } },
    { ...task, suite: suite('a b'), name: 'c' },
    { ...task, suite: suite('a'), name: 'b c' },
  ]
  for (const test of tests) await pagesOfTests.write(test, run)

  const names = readdirSync(directory)
  expect(names).toHaveLength(4)
  expect(names[0]).toMatch(/^browser-tests-ext-vitest-report\.test\.ts-keeps/)
})

it('prints the reason for which it cannot write a page', async ({ task }) => {
  const file = join(folder, 'a-file')
  writeFileSync(file, '')
  const warn = listenToWarnings()
  await new TestReport(file).write(task, await runWith(chat.completions.create('Hello')))

  expect(warn).toHaveBeenCalledExactlyOnceWith(
    expect.stringMatching(/^Failed to write .*a-file.*: EEXIST/),
  )
})

/** Keep warnings from being printed, until the end of the test. */
function listenToWarnings() {
  const warn = vi.spyOn(console, 'warn').mockReturnValue()
  onTestFinished(() => warn.mockRestore())
  return warn
}

/** Ask a route, and give the test as a server of tests knows it. */
async function runWith(route: ReturnType<typeof chat.completions.create>): Promise<TestRun> {
  const run = new TestRun()
  onTestFinished(watchCalls((call) => run.addCall(call)))
  const body = JSON.stringify({ model: 'gpt-5', messages: [{ role: 'user', content: 'Hi' }] })
  await createFetch([route])('https://api.openai.com/v1/chat/completions', { method: 'POST', body })
  return run
}
