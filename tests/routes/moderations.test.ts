import { moderations } from 'msw-openai/routes'
import { expect, it, onTestFinished, vi } from 'vitest'
import { clientOf } from './client-of.js'

const CATEGORIES = [
  'harassment',
  'harassment/threatening',
  'sexual',
  'hate',
  'hate/threatening',
  'illicit',
  'illicit/violent',
  'self-harm/intent',
  'self-harm/instructions',
  'self-harm',
  'sexual/minors',
  'violence',
  'violence/graphic',
]

it('flags nothing unless the author does', async () => {
  const { moderations: client } = clientOf(moderations.create())

  const { id, model, results } = await client.create({ input: 'Hello' })
  const [result] = results

  expect({ id, model }).toEqual({ id: 'modr-1', model: 'omni-moderation-latest' })
  expect(results).toHaveLength(1)
  expect(Object.keys(result ?? {})).toEqual([
    'flagged',
    'categories',
    'category_scores',
    'category_applied_input_types',
  ])
  expect(result?.flagged).toBe(false)
  expect(Object.entries(result?.categories ?? {})).toEqual(CATEGORIES.map((name) => [name, false]))
  expect(Object.entries(result?.category_scores ?? {})).toEqual(
    CATEGORIES.map((name) => [name, 0.0001]),
  )
  expect(Object.entries(result?.category_applied_input_types ?? {})).toEqual(
    CATEGORIES.map((name) => [name, ['text']]),
  )
})

it.each([
  ['categories', { flagged: true, categories: { violence: true } }, 0.95],
  ['categories alone', { categories: { violence: true } }, 0.95],
  ['scores alone', { category_scores: { violence: 0.7 } }, 0.7],
])('flags by %s', async (_, result, score) => {
  const { moderations: client } = clientOf(moderations.create([result]))

  const { results } = await client.create({ input: 'Hello' })

  expect(results).toMatchObject([
    {
      flagged: true,
      categories: { violence: true, hate: false },
      category_scores: { violence: score, hate: 0.0001 },
    },
  ])
})

it('keeps what the author says against the default', async () => {
  const { moderations: client } = clientOf(
    moderations.create([
      { flagged: false, categories: { hate: true }, category_scores: { hate: 0.4 } },
    ]),
  )

  await expect(client.create({ input: 'Hello' })).resolves.toMatchObject({
    results: [{ flagged: false, categories: { hate: true }, category_scores: { hate: 0.4 } }],
  })
})

it('has a result for each text, in their order', async () => {
  const { moderations: client } = clientOf(moderations.create([{}, { flagged: true }]))

  const { results } = await client.create({
    input: ['a', 'b'],
    model: 'omni-moderation-2024-09-26',
  })

  expect(results.map(({ flagged }) => flagged)).toEqual([false, true])
})

it('has one result for the parts of a message, and judges images by some categories alone', async () => {
  const { moderations: client } = clientOf(moderations.create())
  const image = { type: 'image_url' as const, image_url: { url: 'https://example.com/a.png' } }

  const { results } = await client.create({ input: [image] })
  const both = await client.create({ input: [{ type: 'text', text: 'Hello' }, image] })

  expect(results).toMatchObject([
    { category_applied_input_types: { violence: ['image'], hate: [] } },
  ])
  expect(both.results).toMatchObject([
    { category_applied_input_types: { violence: ['text', 'image'], hate: ['text'] } },
  ])
})

it('completes a response that lacks fields', async () => {
  const { moderations: client } = clientOf(moderations.create({ id: 'modr-abc' }))

  await expect(client.create({ input: 'Hello' })).resolves.toMatchObject({
    id: 'modr-abc',
    results: [{ flagged: false }],
  })
})

it('fails where there are more or fewer results than inputs', async () => {
  const complaints = vi.spyOn(console, 'error').mockReturnValue()
  onTestFinished(() => complaints.mockRestore())
  const { moderations: client } = clientOf(moderations.create([{ flagged: true }]))

  await expect(client.create({ input: ['a', 'b'] })).rejects.toThrow(
    '"moderations.create" was given 1 result(s) for 2 input(s).',
  )
})

it('refuses a request without its input', async () => {
  const { moderations: client } = clientOf(moderations.create())

  // @ts-expect-error The input is required.
  await expect(client.create({})).rejects.toMatchObject({ status: 400, param: 'input' })
})
