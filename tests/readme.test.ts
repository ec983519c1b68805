import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { chat, decode } from 'msw-openai'
import { expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')
const docs = readdirSync(join(root, 'docs')).map((file) => `docs/${file}`)
const readme = read('README.md')
const pages = new Map(['README.md', 'ARCHITECTURE.md', ...docs].map((file) => [file, read(file)]))
const text = [...pages.values()].join('')
const examples = readdirSync(join(root, 'examples'), { recursive: true, encoding: 'utf8' }).filter(
  (file) => /\.tsx?$/.test(file),
)
const code = examples.map((file) => read(`examples/${file}`))
const blocks = [...text.matchAll(/```tsx?\n([^]*?)```/g)].map(([, block = '']) => ({
  begins: block.split('\n')[0],
  block: block.trimEnd(),
}))
const links = [...pages].flatMap(([page, content]) =>
  [...content.matchAll(/\]\((?!https:)([^)#]*)(?:#([^)]*))?\)/g)].map(([, path = '', anchor]) => {
    const file = path === '' ? page : join(page, '..', path)
    return { page, file, anchor }
  }),
)

it('has code', () => {
  expect(blocks).not.toEqual([])
})

it.each(blocks)('takes its code from the examples, where it begins: $begins', ({ block }) => {
  expect(code.filter((example) => example.includes(block))).not.toEqual([])
})

it.each(examples.filter((file) => /\.test\.tsx?$/.test(file)))('leads to %s', (file) => {
  expect(links.map((link) => link.file)).toContain(`examples/${file}`)
})

it.each(docs)('leads to %s from the README', (file) => {
  expect(readme).toContain(`](${file})`)
})

it.each(links)('leads from $page to $file, and there to $anchor', ({ file, anchor }) => {
  expect(readdirSync(join(root, file, '..'))).toContain(file.split('/').at(-1))
  expect([undefined, ...anchorsOf(pages.get(file) ?? '')]).toContain(anchor)
})

it('keeps the README short', () => {
  expect(readme.split('\n').length).toBeLessThan(270)
})

it('shows on the wire what the endpoint sends', async () => {
  const [, wire = ''] = read('docs/on-the-wire.md').match(/```\n(data: [^]*?)```/) ?? []
  const records = await Array.fromAsync(decode([new TextEncoder().encode(wire)]))
  const events = records.slice(0, -1).map(({ data }): unknown => JSON.parse(data))
  const { event } = chat.completions.create.endpoint.wire

  expect(events.map((chunk) => event.safeParse(chunk).success)).toEqual([true, true, true])
  expect(records.at(-1)).toEqual({ data: '[DONE]' })
})

const comingFrom = examples.filter((file) => file.startsWith('coming-from'))
const [, ...sections] = read('docs/coming-from.md').split(/^## /m)
const tools = sections.map((section) => ({
  tool: section.split('\n')[0],
  codes: [...section.matchAll(/```\w+\n[^]*?```/g)].map(([block]) => block),
}))

it.each(tools)('shows the same test before and after, coming from $tool', ({ codes }) => {
  expect(codes).toHaveLength(2)
  const [before = '', after = ''] = codes

  expect(nameOf(after)).toBe(nameOf(before))
  expect(comingFrom.map((file) => read(`examples/${file}`)).join('')).toContain(
    `it('${nameOf(after)}'`,
  )
})

/** Reads the name of the test in a block of code: of `it('…')`, or of a Python function. */
function nameOf(block: string): string | undefined {
  const [, name, python] = block.match(/^it\('(.*?)'|^def test_(\w+)/m) ?? []
  return name ?? python?.replaceAll('_', ' ')
}

/** Lists the anchors that GitHub gives to the headings of a page. */
function anchorsOf(page: string): string[] {
  const outside = page.replaceAll(/^```[^]*?^```/gm, '')
  return [...outside.matchAll(/^#+ (.*)/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
}
