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
afterAll(() => rmSync(scratch, { recursive: true }), 120_000)

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
  'is resolved by npm %s on Node %s, alone and with each runner',
  (npmMajor, nodeMajor) => {
    for (const packages of [[], ...linesFor(nodeMajor)]) {
      const project = install({ npmMajor, nodeMajor }, packages, ['--package-lock-only'])

      const { packages: locked } = read(join(project, 'package-lock.json'))
      const names = ['msw-openai', ...packages.map((name) => name.split('@')[0])]
      for (const name of names) expect(locked).toHaveProperty([`node_modules/${name}`])
    }
  },
  300_000,
)

it.each([
  ['10', '20'],
  ['10', '22'],
  ['11', '24'],
])(
  'passes its first test where npm %s installs it on Node %s',
  (npmMajor, nodeMajor) => {
    const [vitest = [], jest = []] = linesFor(nodeMajor)
    const project = install({ npmMajor, nodeMajor }, [...vitest, ...jest, 'typescript'])
    const [, test = ''] = page('../README.md').match(/```ts\n(import[^]*?)```/) ?? []
    writeFileSync(join(project, 'first.test.ts'), test)

    expect(run(nodeMajor, ['node_modules/vitest/vitest.mjs', 'run'], project)).toContain('1 passed')
    expect(run(nodeMajor, ['node_modules/jest/bin/jest.js', '--version'], project)).toMatch(/^30/)
    expect(complaints(project, nodeMajor)).toEqual([])
  },
  600_000,
)

/** The complaints of the newest compiler about a test with matchers, and about all libraries. */
function complaints(project: string, nodeMajor = ''): string[] {
  const entry = nodeMajor === '20' ? 'vitest-4' : 'vitest'
  const test = readFileSync(join(root, 'examples/use-server.test.ts'), 'utf8')
  writeFileSync(
    join(project, 'use-server.test.ts'),
    test.replace('msw-openai/vitest', `msw-openai/${entry}`),
  )
  const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2022']
  const library = ['--lib', 'esnext,dom,dom.iterable', '--types', 'node', 'use-server.test.ts']
  try {
    run(nodeMajor, ['node_modules/typescript/bin/tsc', ...options, ...library], project)
    return []
  } catch (error) {
    return String(Reflect.get(Object(error), 'stdout')).split('\n')
  }
}

interface Machine {
  readonly npmMajor: string | undefined
  readonly nodeMajor: string | undefined
}

/** Installs packages in an empty project, and gives its folder. */
function install(
  { npmMajor = '', nodeMajor = '' }: Machine,
  packages: readonly string[],
  more: readonly string[] = [],
): string {
  const project = mkdtempSync(join(scratch, 'project-'))
  writeFileSync(join(project, 'package.json'), JSON.stringify({ private: true, type: 'module' }))
  const command = join(tools, `node_modules/npm-${npmMajor}/bin/npm-cli.js`)
  const options = ['--save-dev', '--no-audit', '--no-fund', '--prefer-offline', '--ignore-scripts']
  const args = [command, 'install', ...options, ...more, join(scratch, TARBALL), ...packages]
  run(nodeMajor, args, project)
  return project
}

/** The lines for a Node: that with Vitest, and that with Jest. */
function linesFor(nodeMajor: string | undefined): string[][] {
  const age = nodeMajor === '20' ? 20 : 22
  return [lines.vitest[age] ?? [], lines.jest[age] ?? []]
}

function run(nodeMajor = '', args: readonly string[], cwd: string): string {
  const node = join(tools, `node_modules/node-${nodeMajor}/bin/node`)
  const path = `${dirname(node)}:${process.env['PATH']}`
  const env = { ...process.env, PATH: path, NO_COLOR: '1' }
  return String(execFileSync(node, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] }))
}

function read(file: string): { packages: unknown } {
  return JSON.parse(readFileSync(file, 'utf8'))
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
