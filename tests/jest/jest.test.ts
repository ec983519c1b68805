import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createProject, packTarballWithoutTypes, root } from '../package/tarball.js'

/** The part of Jest's report that the tests read. */
interface Report {
  readonly testResults: ReadonlyArray<{
    readonly message: string
    readonly assertionResults: readonly Result[]
  }>
}

interface Result {
  readonly title: string
  readonly status: string
  readonly failureMessages: readonly string[]
}

const VM_MODULES = '--experimental-vm-modules'
const FAILING = 'fails with the first difference'

/** The tests of every project, which are the same. */
const TESTS = [
  'answers Ada alone while Grace is answered, too',
  'answers Grace alone while Ada is answered, too',
  'delivers what comes before a cut',
  'knows of a client that aborts',
  'knows of a client that breaks',
  'matches a stream',
  'matches the calls of a route',
  'matches the text of a stream',
  'paces every event by the fake timers',
  'pauses until the fake timers are advanced',
  'prints a stream in a snapshot, one event a line',
  'streams exactly the events of the script',
  'streams while no fake timer is advanced',
]

const MESSAGE = `expect(stream).toStream(expected)

Event 2 differs at choices[0].delta.content:
  expected: " you"
  received: " there"

    0  role "assistant"
    1  content "Hello"
  - 2  content " you"
  + 2  content " there"
    3  finish_reason "stop"
`

const projects = [
  { name: 'ESM', folders: ['esm'], msw: 'msw', node: VM_MODULES },
  { name: 'CommonJS', folders: ['commonjs'], msw: 'msw', node: VM_MODULES },
  { name: 'CommonJS, MSW compiled', folders: ['commonjs', 'compiled'], msw: 'msw-2', node: '' },
]

/** The tests of a React chat, which are those of the example for Vitest. */
const REACT_TESTS = [
  'ends its request when it unmounts',
  'says that the connection dropped in the middle',
  'says that the model failed in the middle',
  'shows the answer as it grows',
  'stops when the button is pressed',
].flatMap((title) => [`${title}, with fetch`, `${title}, with the openai client`])

const reactProjects = [
  { name: 'React', folders: ['react'], msw: 'msw', node: VM_MODULES },
  {
    name: 'React, MSW compiled',
    folders: ['react', 'react-compiled'],
    msw: 'msw-2',
    node: '',
  },
]

const scratch = mkdtempSync(join(tmpdir(), 'msw-openai-jest-'))

beforeAll(() => packTarballWithoutTypes(scratch), 120_000)
afterAll(() => rmSync(scratch, { recursive: true }))

it.concurrent.each(projects)('works under Jest: $name', { timeout: 60_000 }, async (project) => {
  const results = await runJest(project)
  const [failed, ...others] = results.filter(({ status }) => status !== 'passed')
  const passed = results.filter(({ status }) => status === 'passed')

  expect(others).toEqual([])
  expect(failed).toMatchObject({ title: FAILING, status: 'failed' })
  expect(failed?.failureMessages.join('\n')).toContain(MESSAGE)
  expect(passed.map(({ title }) => title).toSorted()).toEqual(TESTS)
})

it.concurrent.each(reactProjects)(
  'works under Jest: $name',
  { timeout: 60_000 },
  async (project) => {
    const results = await runJest(project, join(root, 'examples/react'))
    const failures = results.filter(({ status }) => status !== 'passed')

    expect(failures).toEqual([])
    expect(results.map(({ title }) => title).toSorted()).toEqual(REACT_TESTS)
  },
)

it.each(['jest.config.js', 'to-commonjs.js'])('has its %s from the page about Jest', (file) => {
  const page = readFileSync(join(root, 'docs/jest.md'), 'utf8')
  const blocks = [...page.matchAll(/```js\n([^]*?)```/g)].map(([, block]) => block)

  expect(blocks).toContain(readFileSync(join(import.meta.dirname, 'compiled', file), 'utf8'))
})

/** Run a project's tests in Node 24, on the packed package, with the components of an example. */
async function runJest(
  { name, folders, msw, node }: (typeof projects)[number],
  components?: string,
): Promise<Result[]> {
  const project = createProject(scratch, { name }, { msw })
  const own = folders.map((folder) => join(import.meta.dirname, folder))
  for (const folder of components ? [components, ...own] : own) {
    cpSync(folder, project, { recursive: true, filter: isForJest })
  }
  const env = { ...process.env, NODE_OPTIONS: node, NO_COLOR: '1', FORCE_COLOR: '0' }
  const { testResults } = await report(project, env)
  return testResults.flatMap(resultsOf)
}

/** The tests of an example are for Vitest. */
function isForJest(path: string): boolean {
  return !path.endsWith('.test.tsx')
}

/** A file that cannot be loaded has no tests, and a message that says why. */
function resultsOf({ message, assertionResults }: Report['testResults'][number]) {
  if (assertionResults.length > 0) return assertionResults
  return [{ title: 'loads', status: 'failed', failureMessages: [message] }]
}

/** Reads the report on the standard output of Jest. Without one, the standard error is in the error. */
async function report(cwd: string, env: NodeJS.ProcessEnv): Promise<Report> {
  const command = join(root, 'node_modules/.bin/node')
  const jest = ['node_modules/jest/bin/jest.js', '--json', '--ci', '--runInBand', '--no-cache']
  const output = await new Promise<{ stdout: string; stderr: string }>((resolve) => {
    // Tests fail on purpose, so that it always ends in an error.
    execFile(command, jest, { cwd, env }, (_, stdout, stderr) => resolve({ stdout, stderr }))
  })

  if (!output.stdout) throw new Error(output.stderr)
  return JSON.parse(output.stdout)
}
