import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { expect, it } from 'vitest'

const src = join(import.meta.dirname, '../src')

/** What each layer may import, beside its own folder: folders, and packages; `types:` where types alone. */
const layers: Record<string, readonly string[]> = {
  streaming: ['zod'],
  routes: ['streaming', 'msw', 'zod', 'types:openai'],
  ext: ['streaming', 'routes', 'msw', 'vitest', 'node:async_hooks', 'node:events', 'node:http'],
  '': ['streaming', 'routes'],
}

interface Import {
  readonly file: string
  readonly from: string
  readonly isType: boolean
}

const imports = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .flatMap((file) => importsOf(file))

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

it('lets the package import nothing else at run time than it says', () => {
  const packages = imports
    .filter(({ from, isType }) => !from.startsWith('.') && !isType)
    .map(({ from }) => packageOf(from))

  expect(new Set(packages.filter((name) => !name.startsWith('node:')))).toEqual(
    new Set(['msw', 'vitest', 'zod']),
  )
})

it('lets src/ext/vitest alone import vitest', () => {
  const elsewhere = imports.filter(({ file }) => !/^ext\/vitest[./]/.test(file))

  expect(elsewhere.filter(({ from }) => packageOf(from) === 'vitest')).toEqual([])
})

it('lets src/ext/node and src/ext/vitest alone import from Node', () => {
  const elsewhere = imports.filter(({ file }) => !/^ext\/(node|vitest)[./]/.test(file))

  expect(elsewhere.filter(({ from }) => from.startsWith('node:'))).toEqual([])
})

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
