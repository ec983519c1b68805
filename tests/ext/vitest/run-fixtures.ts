import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'

/** The outcome of test files. */
export interface Outcome {
  /** Everything that Vitest printed. */
  readonly output: string
  /** The messages of each failed test, and of each file that failed by itself, by their names. */
  readonly failures: Record<string, string[]>
  /** The names of all other tests, sorted. */
  readonly passed: string[]
}

/** The part of Vitest's JSON that we look at. */
interface Report {
  testResults: Array<{
    name: string
    message: string
    assertionResults: Array<{ status: string; fullName: string; failureMessages: string[] }>
  }>
}

const root = join(import.meta.dirname, '../../..')
const vitest = join(root, 'node_modules/vitest/vitest.mjs')
const config = join(import.meta.dirname, 'fixtures/vitest.config.ts')

/** Run fixtures in a Vitest of their own; all of them that need no page, unless given. */
export async function runFixtures(
  pool = 'threads',
  { msw = '3', openai = '7', isolate = true, include = '*.fixture.ts', pages = '' } = {},
): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'msw-openai-'))
  const file = join(folder, 'report.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const args = [
    vitest,
    'run',
    '--config',
    config,
    '--pool',
    pool,
    `--isolate=${isolate}`,
    // No test is slow: the lines of slow tests depend on the machine.
    '--slowTestThreshold=600000',
    ...reporters,
  ]
  const env = {
    PATH: process.env['PATH'],
    NO_COLOR: '1',
    MSW: msw,
    OPENAI: openai,
    INCLUDE: include,
    REPORT: pages,
  }
  const output = await new Promise<string>((resolve) => {
    // The command fails on purpose. The report has the reasons.
    execFile(process.execPath, args, { env }, (_, stdout, stderr) => resolve(stdout + stderr))
  })
  const report: Report = JSON.parse(readFileSync(file, 'utf8'))
  rmSync(folder, { recursive: true })
  return { output, ...outcomesOf(report) }
}

function outcomesOf({ testResults }: Report): Pick<Outcome, 'failures' | 'passed'> {
  const outcomes = testResults.flatMap(({ name, message, assertionResults }) => {
    const file = basename(name, '.fixture.ts')
    const tests = assertionResults.map(({ status, fullName, failureMessages }) => ({
      name: `${file} ${fullName}`,
      messages: status === 'failed' ? failureMessages.map(withoutStack) : [],
    }))
    return message ? [...tests, { name: file, messages: [message] }] : tests
  })
  const failed = outcomes.filter(({ messages }) => messages.length > 0)
  const passed = outcomes.filter((outcome) => !failed.includes(outcome))
  return {
    failures: Object.fromEntries(failed.map(({ name, messages }) => [name, messages])),
    // Vitest lists the files in the order in which they ended.
    passed: passed.map(({ name }) => name).toSorted(),
  }
}

function withoutStack(message: string): string {
  return message.replace(/\n {4}at [^]*/, '')
}
