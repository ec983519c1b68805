import { createBackend, type FlaggedText } from 'msw-openai/backend'
import { expect, it } from 'vitest'
import { clientOf } from './client-of.js'

const image = (url: string) => ({ type: 'image_url' as const, image_url: { url } })
const text = (said: string) => ({ type: 'text' as const, text: said })

/** Moderates inputs; gives for each the categories that apply. */
async function categoriesOf(flagged: FlaggedText[], input: string[]): Promise<string[][]> {
  const { results } = await clientOf(createBackend({ flagged })).moderations.create({ input })
  const applied = results.map(({ categories }) =>
    Object.entries(categories).flatMap(([name, isFlagged]) => (isFlagged ? [name] : [])),
  )
  expect(results.map(({ flagged: isFlagged }) => isFlagged)).toEqual(
    applied.map((names) => names.length > 0),
  )
  return applied
}

it('flags nothing unless the test lists it', async () => {
  expect(await categoriesOf([], ['I will kill you.', 'Hello'])).toEqual([[], []])
})

it('flags the inputs with a listed text, in any case, and no others', async () => {
  const inputs = ['A BOMB!', 'Hello', 'They kill time.', 'A skill']

  expect(await categoriesOf(['bomb', /\bkill/i], inputs)).toEqual([
    ['violence'],
    [],
    ['violence'],
    [],
  ])
})

it('flags in the categories of each listed text', async () => {
  const flagged: FlaggedText[] = [
    { match: 'idiot', categories: ['harassment'] },
    { match: /hate/g, categories: ['hate', 'harassment'] },
    'bomb',
  ]

  expect(await categoriesOf(flagged, ['You idiot', 'I hate it', 'I hate it', 'A bomb'])).toEqual([
    ['harassment'],
    ['harassment', 'hate'],
    ['harassment', 'hate'],
    ['violence'],
  ])
})

it('judges the texts and the URLs of a message together', async () => {
  const { moderations } = clientOf(createBackend({ flagged: ['bomb', 'gun.png'] }))
  const isFlagged = async (input: Array<ReturnType<typeof image> | ReturnType<typeof text>>) =>
    (await moderations.create({ input })).results.map(({ flagged }) => flagged)

  expect(await isFlagged([text('Look'), image('https://example.com/gun.png')])).toEqual([true])
  expect(await isFlagged([text('A bomb'), image('https://example.com/cat.png')])).toEqual([true])
  expect(await isFlagged([text('Look'), image('https://example.com/cat.png')])).toEqual([false])
})

it.each([
  ['bomb', '"bomb".'],
  [[{ match: 7 }], '{ match: 7 } at flagged[0].'],
  [['bomb', ''], '"" at flagged[1].'],
])('refuses to flag %j', (flagged, received) => {
  expect(() => createBackend({ flagged: flagged as never })).toThrow(
    `Failed to create a backend: expected { flagged: ["bomb", /kill/i] }, received ${received}`,
  )
})

it.each([[['nope']], ['hate'], [['hate', 7]]])('refuses the categories %j', (categories) => {
  const create = () => createBackend({ flagged: ['bomb', { match: 'x', categories }] as never })

  expect(create).toThrow(TypeError)
  expect(create).toThrow(
    /^Failed to create a backend: flagged\[1\]\.categories is .+ Expected a list of harassment, .+, violence\/graphic\.$/,
  )
})
