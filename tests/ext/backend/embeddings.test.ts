import { createBackend } from 'msw-openai/backend'
import { expect, it } from 'vitest'
import { clientOf } from './client-of.js'

const model = 'text-embedding-3-small'

it('counts the tokens of all inputs', async () => {
  const { embeddings } = clientOf(createBackend())

  const texts = await embeddings.create({ model, input: ['Hello', 'Hello'] })
  const one = await embeddings.create({ model, input: 'Hello' })
  const tokens = await embeddings.create({ model, input: [[1, 2], [3]] })

  expect(one.usage.prompt_tokens).toBeGreaterThan(0)
  expect(texts.usage.prompt_tokens).toBe(2 * one.usage.prompt_tokens)
  expect(tokens.usage).toEqual({ prompt_tokens: 3, total_tokens: 3 })
})

it('makes vectors of the length that a request asks for, the same for the same text', async () => {
  const { embeddings } = clientOf(createBackend())

  const input = ['a cat', 'a dog', 'a cat']
  const { data } = await embeddings.create({ model, input, dimensions: 256 })

  const [cat = [], dog = [], again = []] = data.map(({ embedding }) => embedding)
  expect(again).toEqual(cat)
  expect(dog).not.toEqual(cat)
  expect(cat).toHaveLength(256)
  expect(Math.hypot(...cat)).toBeCloseTo(1)
})

it.each([
  ['text-embedding-3-small', 1536],
  ['text-embedding-3-large', 3072],
  ['text-embedding-ada-002', 1536],
])('makes vectors of %s with its %i dimensions', async (name, dimensions) => {
  const { embeddings } = clientOf(createBackend())

  const { data } = await embeddings.create({ model: name, input: 'a cat' })

  expect(data[0]?.embedding).toHaveLength(dimensions)
  expect(Math.hypot(...(data[0]?.embedding ?? []))).toBeCloseTo(1)
})

it('makes vectors that are nearer to each other the more words their texts share', async () => {
  const { embeddings } = clientOf(createBackend())
  const input = ['the red cat sleeps', 'a red cat eats', 'my red bicycle', 'shops open at nine']

  const { data } = await embeddings.create({ model, input })

  const [cat = [], ...others] = data.map(({ embedding }) => embedding)
  const likeness = others.map((other) =>
    other.reduce((sum, value, index) => sum + value * (cat[index] ?? 0), 0),
  )
  expect(likeness).toEqual(likeness.toSorted((one, other) => other - one))
  expect(likeness[0]).toBeGreaterThan(0.4)
  expect(likeness[2]).toBeLessThan(0.1)
})
