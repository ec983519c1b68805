import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { npm, packTarball, root, TARBALL } from './tarball.js'

const scratch = mkdtempSync(join(tmpdir(), 'msw-openai-'))
const tools = join(scratch, 'tools')
const NPMS = ['9', '10', '11']
const NODES = ['20', '22', '24']

/** The package of Node's own binary, which needs no script to install. */
const binary = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`

beforeAll(() => {
  packTarball(scratch)
  const npms = NPMS.map((major) => [`npm-${major}`, `npm:npm@${major}`])
  const nodes = NODES.map((major) => [`node-${major}`, `npm:${binary}@${major}`])
  mkdirSync(tools)
  const dependencies = Object.fromEntries([...npms, ...nodes])
  writeFileSync(join(tools, 'package.json'), JSON.stringify({ dependencies }))
  npm(['install', '--no-audit', '--no-fund', '--ignore-scripts'], tools)
}, 300_000)
afterAll(() => rmSync(scratch, { recursive: true }))

/** The lines of the page, by the oldest Node that they are for. */
const lines = {
  vitest: linesOf('vitest.md'),
  jest: linesOf('jest.md'),
}

it('documents a line for each Node, and each runner', () => {
  expect(lines.vitest).toEqual({
    22: ['msw', 'openai', 'vitest', 'vite'],
    20: ['msw@2', 'openai@6', 'vitest@4.1.11', 'vite'],
  })
  expect(lines.jest).toEqual({ 22: ['msw', 'openai', 'jest'], 20: ['msw@2', 'openai@6', 'jest'] })
})

const machines = NPMS.flatMap((npmMajor) => NODES.map((nodeMajor) => [npmMajor, nodeMajor]))

it.each(machines)(
  'installs by npm %s on Node %s, alone and with each runner',
  { timeout: 600_000 },
  (npmMajor, nodeMajor) => {
    const install = installer(npmMajor, nodeMajor)
    const age = nodeMajor === '20' ? 20 : 22

    const alone = install('alone', [])
    const vitest = install('vitest', lines.vitest[age] ?? [])
    const jest = install('jest', lines.jest[age] ?? [])

    expect(manifestOf(alone, 'msw-openai')).toBeDefined()
    expect(runFirstTest(vitest, nodeMajor)).toContain('1 passed')
    expect(runOnJest(jest, nodeMajor)).toBe('Hello\n')
  },
)

/** Makes a function that installs packages in an empty project, and gives its folder. */
function installer(npmMajor = '', nodeMajor = '') {
  return (name: string, packages: readonly string[]) => {
    const project = join(scratch, `${name}-${npmMajor}-${nodeMajor}`)
    mkdirSync(project)
    writeFileSync(join(project, 'package.json'), JSON.stringify({ private: true, type: 'module' }))
    const command = join(tools, `node_modules/npm-${npmMajor}/bin/npm-cli.js`)
    const options = [
      '--save-dev',
      '--no-audit',
      '--no-fund',
      '--prefer-offline',
      '--ignore-scripts',
    ]
    run(nodeMajor, [command, 'install', ...options, join(scratch, TARBALL), ...packages], project)
    return project
  }
}

function runFirstTest(project: string, nodeMajor = ''): string {
  const [, test = ''] = page('../README.md').match(/```ts\n(import[^]*?)```/) ?? []
  writeFileSync(join(project, 'first.test.ts'), test)
  return run(nodeMajor, ['node_modules/vitest/vitest.mjs', 'run'], project)
}

/** Prints what a stream of the package says in Jest's environment, of which no more is needed here. */
function runOnJest(project: string, nodeMajor = ''): string {
  expect(manifestOf(project, 'jest')).toBeDefined()
  const script =
    "import { chat } from 'msw-openai'; import { createFetch } from 'msw-openai/fetch'; import OpenAI from 'openai';" +
    "const { completions } = new OpenAI({ apiKey: 'test', fetch: createFetch([chat.completions.create('Hello')]) }).chat;" +
    "console.log((await completions.create({ model: 'gpt-5', messages: [] })).choices[0].message.content)"
  return run(nodeMajor, ['--input-type=module', '--eval', script], project)
}

function run(nodeMajor: string, args: readonly string[], cwd: string): string {
  const node = join(tools, `node_modules/node-${nodeMajor}/bin/node`)
  const path = `${dirname(node)}:${process.env['PATH']}`
  const env = { ...process.env, PATH: path, NO_COLOR: '1' }
  return String(execFileSync(node, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] }))
}

function manifestOf(project: string, name: string): unknown {
  return JSON.parse(readFileSync(join(project, 'node_modules', name, 'package.json'), 'utf8'))
}

/** Finds the packages of the lines of a page. The line for Node 20 names a version of MSW. */
function linesOf(file: string): Record<number, string[]> {
  const found = [...page(file).matchAll(/npm install --save-dev msw-openai ([\w@. -]+\w)/g)]
  const packages = found.map(([, names = '']) => names.split(' '))
  return Object.fromEntries(packages.map((names) => [names.includes('msw@2') ? 20 : 22, names]))
}

function page(file: string): string {
  return readFileSync(join(root, 'docs', file), 'utf8')
}
