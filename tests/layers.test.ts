import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { expect, it } from 'vitest'

const src = join(import.meta.dirname, '../src')

/** The folders and packages that each layer may import, beside its own folder; `types:` for types alone. */
const layers: Record<string, readonly string[]> = {
  streaming: ['zod'],
  routes: ['streaming', 'msw', 'zod', 'types:openai'],
  ext: [
    'streaming',
    'routes',
    'msw',
    'zod',
    'types:openai',
    'vitest',
    'gpt-tokenizer',
    'node:async_hooks',
    'node:events',
    'node:fs',
    'node:http',
    'node:module',
    'node:path',
    'node:stream',
    'node:util',
    'prom-client',
    'yaml',
    // The manifest, for the version.
    '..',
  ],
  '': ['streaming', 'routes'],
}

interface Import {
  readonly file: string
  readonly from: string
  readonly isType: boolean
}

const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.ts'),
)
const imports = files.flatMap((file) => importsOf(file))

it('finds the imports', () => {
  expect(imports.length).toBeGreaterThan(50)
})

it.each(Object.entries(layers))('lets src/%s import nothing but %j', (layer, allowed) => {
  const strange = imports
    .filter(({ file }) => layerOf(file) === layer)
    .filter(({ file, from, isType }) => {
      const target = from.startsWith('.') ? layerOf(join(dirname(file), from)) : packageOf(from)
      return (
        target !== layer &&
        !allowed.includes(target) &&
        !(isType && allowed.includes(`types:${target}`))
      )
    })

  expect(strange).toEqual([])
})

it('lets routes and ext reach into streaming through its two doors alone', () => {
  const doors = ['streaming/index.ts', 'streaming/internal.ts']
  const inside = imports
    .filter(({ file, from }) => from.startsWith('.') && layerOf(file) !== 'streaming')
    .filter(({ file, from }) => layerOf(targetOf(file, from)) === 'streaming')
    .filter(({ file, from }) => !doors.includes(targetOf(file, from)))

  expect(inside).toEqual([])
})

it('has no circles', () => {
  expect(circles()).toEqual([])
})

it('gives files that mean different things different names', () => {
  // Files of the same role in the folders of protocols, and the entry of each folder.
  const roles =
    /^(endpoints?|writer|complete|fold|unfold|rules|from-reply|request-reader|index)\.ts$/
  const names = files.map((file) => basename(file)).filter((name) => !roles.test(name))
  const twice = names.filter((name, index) => names.indexOf(name) !== index)
  expect(twice).toEqual([])
})

it('lets the package import nothing else at run time than it says', () => {
  const packages = imports
    .filter(({ from, isType }) => !from.startsWith('.') && !isType)
    .map(({ from }) => packageOf(from))

  expect(new Set(packages.filter((name) => !name.startsWith('node:')))).toEqual(
    // The build puts prom-client into the command.
    new Set(['msw', 'prom-client', 'vitest', 'yaml', 'zod']),
  )
})

it('lets src/ext/vitest alone import vitest', () => {
  const elsewhere = imports.filter(({ file }) => !/^ext\/vitest[./]/.test(file))

  expect(elsewhere.filter(({ from }) => packageOf(from) === 'vitest')).toEqual([])
})

it('lets src/ext/rules alone import yaml', () => {
  const elsewhere = imports.filter(({ file }) => !file.startsWith('ext/rules/'))

  expect(elsewhere.filter(({ from }) => packageOf(from) === 'yaml')).toEqual([])
})

it('lets src/ext/cli alone import prom-client', () => {
  const elsewhere = imports.filter(({ file }) => !file.startsWith('ext/cli/'))

  expect(elsewhere.filter(({ from }) => packageOf(from) === 'prom-client')).toEqual([])
})

it('lets nothing else import the command', () => {
  const elsewhere = imports.filter(({ file }) => !/^ext\/cli[./]/.test(file))

  expect(elsewhere.filter(({ from }) => /\/cli[./]/.test(from))).toEqual([])
})

it('lets src/ext/{cli,node,rules,vitest} alone import from Node', () => {
  const elsewhere = imports.filter(({ file }) => !/^ext\/(cli|node|rules|vitest)[./]/.test(file))

  expect(elsewhere.filter(({ from }) => from.startsWith('node:'))).toEqual([])
})

/** Finds the files that import each other, by way of others too: types count as well. */
function circles(): string[][] {
  const targets = Map.groupBy(
    imports.filter(({ from }) => from.startsWith('.')),
    ({ file }) => file,
  )
  const done = new Set<string>()
  const found: string[][] = []
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) found.push([...path.slice(path.indexOf(file)), file])
    if (path.includes(file) || done.has(file)) return
    for (const { from } of targets.get(file) ?? []) visit(targetOf(file, from), [...path, file])
    done.add(file)
  }
  for (const file of files) visit(file, [])
  return found
}

/** Gives the file that a relative import is of. */
function targetOf(file: string, from: string): string {
  return join(dirname(file), from).replace(/\.js$/, '.ts')
}

function importsOf(file: string): Import[] {
  const code = readFileSync(join(src, file), 'utf8')
  const found = code.matchAll(/^(?:import|export)\s(type\s)?[^'"`;]*?from\s+'([^']+)'/gm)

  return [...found].map(([, type, from = '']) => ({ file, from, isType: type !== undefined }))
}

function layerOf(file: string): string {
  const [folder = '', ...rest] = relative(src, join(src, file)).split('/')
  return rest.length > 0 ? folder : ''
}

function packageOf(from: string): string {
  return from.split('/')[0] ?? from
}
