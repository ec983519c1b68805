import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import ts from 'typescript'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createProject, packTarball, root } from './tarball.js'

const scratch = mkdtempSync(join(tmpdir(), 'msw-openai-'))

beforeAll(() => packTarball(scratch), 120_000)
afterAll(() => rmSync(scratch, { recursive: true }))

it('publishes the build, its types, its examples and its texts, and nothing else', () => {
  const files = execFileSync('find', ['.', '-type', 'f'], { cwd: join(scratch, 'package') })
  const kinds = new Set(
    String(files)
      .trim()
      .split('\n')
      .map((file) => file.replace(/^\.\/dist\/.*?((\.d)?\.c?[jt]s(\.map)?)$/, 'dist/*$1'))
      .map((file) => file.replace(/^\.\/(docs|examples)\/.*(\.\w+)$/, '$1/*$2')),
  )

  expect([...kinds].toSorted()).toEqual([
    './ARCHITECTURE.md',
    './CHANGELOG.md',
    './LICENSE',
    './README.md',
    './THIRD-PARTY-LICENSES.txt',
    './examples/server/Dockerfile',
    './package.json',
    './rules.schema.json',
    'dist/*.cjs',
    'dist/*.cjs.map',
    'dist/*.d.cts',
    'dist/*.d.ts',
    'dist/*.js',
    'dist/*.js.map',
    'docs/*.md',
    'docs/*.svg',
    'examples/*.html',
    'examples/*.py',
    'examples/*.sse',
    'examples/*.ts',
    'examples/*.tsx',
    'examples/*.yaml',
  ])
})

it.each(['module', 'commonjs'])(
  'passes the first test of the README, in a project of type %s',
  (type) => {
    const project = createProject(scratch, { name: `readme-${type}`, type })
    const [, test = ''] = readme().match(/```ts\n(import[^]*?)```/) ?? []
    writeFileSync(join(project, 'first.test.ts'), test)

    const output = run(process.execPath, ['node_modules/vitest/vitest.mjs', 'run'], project)

    expect(output).toContain('1 passed')
  },
)

it.each(['module', 'commonjs'])('has a server for Vitest, in a project of type %s', (type) => {
  const project = createProject(scratch, { name: `vitest-${type}`, type })
  cpSync(join(root, 'examples/use-server.test.ts'), join(project, 'use-server.test.ts'))

  const output = run(process.execPath, ['node_modules/vitest/vitest.mjs', 'run'], project)

  expect(output).toContain('4 passed')
})

it.each(nodes())('works on Node $version, in ESM and in CommonJS', ({ path, major }) => {
  const aliases = major < 22 ? { msw: 'msw-2', openai: 'openai-6' } : {}
  const project = createProject(scratch, { name: `node-${major}` }, aliases)
  for (const file of ['consumer.cjs', 'consumer.mjs', 'consumer-closing.mjs']) {
    cpSync(join(import.meta.dirname, file), join(project, file))
  }

  expect(run(path, ['consumer.mjs'], project)).toContain('ESM works')
  expect(run(path, ['consumer.cjs'], project)).toContain('CommonJS works')
  expect(run(path, ['consumer-closing.mjs'], project)).toBe('terminated\n')
})

it('writes a page about a stream whose script needs nothing of a module', () => {
  const project = createProject(scratch, { name: 'page' })
  const chunk = { id: 'a', object: 'chat.completion.chunk', created: 0, model: 'm', choices: [] }
  writeFileSync(join(project, 'answer.sse'), `data: ${JSON.stringify(chunk)}\n\n`)
  const command = 'node_modules/msw-openai/dist/cli.cjs'
  run(process.execPath, [command, 'show', 'answer.sse', '--html', 'page.html'], project)

  const [, script = ''] =
    /<script>(.*)<\/script>/s.exec(readFileSync(join(project, 'page.html'), 'utf8')) ?? []
  expect(script).toContain('JSON.parse')
  expect(script).not.toMatch(/\b_\w+\(|\brequire\(/)
})

it.each([
  ['msw', 'openai'],
  ['msw-2', 'openai-6'],
  ['msw-2.10', 'openai-5'],
])('type-checks beside %s and %s, the libraries too', { timeout: 60_000 }, (msw, openai) => {
  const project = createProject(scratch, { name: `types-${msw}`, type: 'module' }, { msw, openai })
  const files = ['first-test', 'own-fetch', 'node-server', 'use-server'].map(
    (name) => `${name}.test.ts`,
  )
  for (const file of files) cpSync(join(root, 'examples', file), join(project, file))
  const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2022']
  const library = ['--lib', 'esnext,dom,dom.iterable', '--types', 'node']

  expect(types([...options, ...library, ...files], project)).toEqual([])
})

it('shows a doc comment of every route in editors', { timeout: 60_000 }, () => {
  const project = createProject(scratch, { name: 'doc-comments', type: 'module' })
  const file = join(project, 'routes.ts')
  writeFileSync(file, `import * as all from 'msw-openai'\nexport const { ${TREE} } = all`)

  const documented = docComments(file)

  expect(Object.keys(documented).length).toBeGreaterThan(100)
  expect(Object.keys(documented).filter((route) => !documented[route])).toEqual([])
})

/** The roots of the tree of routes. */
const TREE =
  'audio, batches, beta, chat, completions, containers, conversations, embeddings, files, images, models, ' +
  'moderations, responses, uploads, vectorStores'

/** The doc comment of each route that a file exports, by its name. */
function docComments(file: string): Record<string, string> {
  const program = ts.createProgram([file], { module: ts.ModuleKind.NodeNext, strict: true })
  const checker = program.getTypeChecker()
  const source = program.getSourceFile(file)
  const symbol = source && checker.getSymbolAtLocation(source)

  const list = (symbols: readonly ts.Symbol[], path = ''): Array<[string, string]> =>
    symbols.flatMap((one) => {
      const type = checker.getTypeOfSymbol(one)
      const comment = ts.displayPartsToString(one.getDocumentationComment(checker))
      return type.getCallSignatures().length > 0
        ? [[path + one.name, comment]]
        : list(type.getProperties(), `${path}${one.name}.`)
    })
  return Object.fromEntries(list(symbol ? checker.getExportsOfModule(symbol) : []))
}

/** The complaints of the compiler about the tests and the package, without other libraries. */
function types(options: string[], cwd: string): string[] {
  const compiler = ['node_modules/typescript/bin/tsc', ...options]
  const { stdout } = spawnSync(process.execPath, compiler, { cwd, encoding: 'utf8' })
  return stdout.split('\n').filter((line) => /^([^/]+\.test|node_modules\/msw-openai)/.test(line))
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
