import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { chat, decode } from 'msw-openai'
import { expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')
const readme = read('README.md')
const pages = [readme, ...readdirSync(join(root, 'docs')).map((file) => read(`docs/${file}`))].join(
  '',
)
const examples = readdirSync(join(root, 'examples'), { recursive: true, encoding: 'utf8' }).filter(
  (file) => /\.tsx?$/.test(file),
)
const code = examples.map((file) => read(`examples/${file}`))
const blocks = [...pages.matchAll(/```tsx?\n([^]*?)```/g)].map(([, block = '']) => ({
  begins: block.split('\n')[0],
  block: block.trimEnd(),
}))

it('has code', () => {
  expect(blocks).not.toEqual([])
})

it.each(blocks)('takes its code from the examples, where it begins: $begins', ({ block }) => {
  expect(code.filter((example) => example.includes(block))).not.toEqual([])
})

it.each(examples.filter((file) => /\.test\.tsx?$/.test(file)))('leads to %s', (file) => {
  expect(readme).toContain(`(examples/${file})`)
})

it('shows on the wire what the endpoint sends', async () => {
  const [, wire = ''] = read('docs/on-the-wire.md').match(/```\n(data: [^]*?)```/) ?? []
  const records = await Array.fromAsync(decode([new TextEncoder().encode(wire)]))
  const events = records.slice(0, -1).map(({ data }): unknown => JSON.parse(data))
  const { event } = chat.completions.create.endpoint.wire

  expect(events.map((chunk) => event.safeParse(chunk).success)).toEqual([true, true, true])
  expect(records.at(-1)).toEqual({ data: '[DONE]' })
})
