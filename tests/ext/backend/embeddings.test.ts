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
