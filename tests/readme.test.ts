import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')
const readme = readFileSync(join(root, 'README.md'), 'utf8')
const examples = readdirSync(join(root, 'examples')).filter((file) => file.endsWith('.ts'))
const code = examples.map((file) => readFileSync(join(root, 'examples', file), 'utf8'))
const blocks = [...readme.matchAll(/```ts\n([^]*?)```/g)].map(([, block = '']) => ({
  begins: block.split('\n')[0],
  block: block.trimEnd(),
}))

it('has code', () => {
  expect(blocks).not.toEqual([])
})

it.each(blocks)('takes its code from the examples, where it begins: $begins', ({ block }) => {
  expect(code.filter((example) => example.includes(block))).not.toEqual([])
})

it.each(examples.filter((file) => file.endsWith('.test.ts')))('leads to %s', (file) => {
  expect(readme).toContain(`(examples/${file})`)
})
