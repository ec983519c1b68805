import { execFileSync, spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'

const root = join(import.meta.dirname, '../..')
const DEPENDENCIES = ['@types', 'msw', 'openai', 'typescript', 'vite', 'vitest', 'zod']
const scratch = mkdtempSync(join(tmpdir(), 'msw-openai-'))

beforeAll(() => {
  execFileSync('npm', ['pack', '--pack-destination', scratch], { cwd: root, stdio: 'ignore' })
  execFileSync('tar', ['-xzf', join(scratch, 'msw-openai-0.1.0.tgz'), '-C', scratch])
}, 120_000)
afterAll(() => rmSync(scratch, { recursive: true }))

it('publishes the build, its types, its examples and its texts, and nothing else', () => {
  const files = execFileSync('find', ['.', '-type', 'f'], { cwd: join(scratch, 'package') })
  const kinds = new Set(
    String(files)
      .trim()
      .split('\n')
      .map((file) => file.replace(/^\.\/dist\/.*?((\.d)?\.c?[jt]s(\.map)?)$/, 'dist/*$1'))
      .map((file) => file.replace(/^\.\/examples\/.*\.ts$/, 'examples/*.ts')),
  )

  expect([...kinds].toSorted()).toEqual([
    './CHANGELOG.md',
    './LICENSE',
    './README.md',
    './docs/on-the-wire.md',
    './package.json',
    'dist/*.cjs',
    'dist/*.cjs.map',
    'dist/*.d.cts',
    'dist/*.d.ts',
    'dist/*.js',
    'dist/*.js.map',
    'examples/*.ts',
  ])
})

it.each(['module', 'commonjs'])(
  'passes the first test of the README, in a project of type %s',
  (type) => {
    const project = createProject(`readme-${type}`, { type })
    const [, test = ''] = readme().match(/```ts\n(import[^]*?)```/) ?? []
    writeFileSync(join(project, 'first.test.ts'), test)

    const output = run(process.execPath, ['node_modules/vitest/vitest.mjs', 'run'], project)

    expect(output).toContain('1 passed')
  },
)

it.each(nodes())('works on Node $version, in ESM and in CommonJS', ({ path, major }) => {
  const aliases = major < 22 ? { msw: 'msw-2', openai: 'openai-6' } : {}
  const project = createProject(`node-${major}`, {}, aliases)
  for (const file of ['consumer.cjs', 'consumer.mjs']) {
    cpSync(join(import.meta.dirname, file), join(project, file))
  }

  expect(run(path, ['consumer.mjs'], project)).toContain('ESM works')
  expect(run(path, ['consumer.cjs'], project)).toContain('CommonJS works')
})

it.each([
  ['msw', 'openai'],
  ['msw-2', 'openai-6'],
  ['msw-2.10', 'openai-5'],
])('type-checks beside %s and %s, the libraries too', { timeout: 60_000 }, (msw, openai) => {
  const project = createProject(`types-${msw}`, { type: 'module' }, { msw, openai })
  cpSync(join(root, 'examples/first-test.test.ts'), join(project, 'first.test.ts'))
  const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2022']
  const library = ['--lib', 'esnext,dom,dom.iterable', '--types', 'node']

  expect(types([...options, ...library, 'first.test.ts'], project)).toEqual([])
})

/** The complaints of the compiler about the test and the package, others' libraries left out. */
function types(options: string[], cwd: string): string[] {
  const compiler = ['node_modules/typescript/bin/tsc', ...options]
  const { stdout } = spawnSync(process.execPath, compiler, { cwd, encoding: 'utf8' })
  return stdout.split('\n').filter((line) => /^(first\.test|node_modules\/msw-openai)/.test(line))
}

/** A project that has the packed package, and what its users install beside it. */
function createProject(
  name: string,
  manifest: object,
  aliases: Record<string, string> = {},
): string {
  const project = join(scratch, name)
  const modules = join(project, 'node_modules')
  mkdirSync(modules, { recursive: true })
  writeFileSync(join(project, 'package.json'), JSON.stringify({ name, private: true, ...manifest }))
  cpSync(join(scratch, 'package'), join(modules, 'msw-openai'), { recursive: true })
  for (const dependency of DEPENDENCIES) {
    symlinkSync(
      join(root, 'node_modules', aliases[dependency] ?? dependency),
      join(modules, dependency),
    )
  }
  return project
}

/** The Node that runs the tests, and the machine's own where it is one that we support. */
function nodes() {
  const found = (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => !folder.includes('node_modules'))
    .map((folder) => join(folder, 'node'))
    .find((path) => existsSync(path))

  return [...new Set([process.execPath, ...(found ? [found] : [])])]
    .map((path) => ({ path, version: String(execFileSync(path, ['--version'])).trim() }))
    .map((node) => ({ ...node, major: Number(/\d+/.exec(node.version)?.[0]) }))
    .filter(({ major }) => major >= 20)
}

function run(command: string, args: string[], cwd: string): string {
  return String(execFileSync(command, args, { cwd, env: { ...process.env, NO_COLOR: '1' } }))
}

function readme(): string {
  return readFileSync(join(root, 'README.md'), 'utf8')
}
