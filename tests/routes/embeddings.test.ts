import { createFetch } from 'msw-openai/fetch'
import { embeddings } from 'msw-openai/routes'
import { expect, it, onTestFinished, vi } from 'vitest'
import { clientOf } from './client-of.js'

const model = 'text-embedding-3-small'

/** The vectors that a client gets for an input. */
async function vectorsOf(
  input: string | string[] | number[] | number[][],
  more: { dimensions?: number; model?: string } = {},
): Promise<number[][]> {
  const { embeddings: client } = clientOf(embeddings.create())
  const { data } = await client.create({ model, input, ...more })
  return data.map(({ embedding }) => embedding)
}

/** The cosine of two vectors of length 1. */
function similarity(one: readonly number[] = [], other: readonly number[] = []): number {
  return one.reduce((sum, value, index) => sum + value * (other[index] ?? 0), 0)
}

it('answers with the given vectors, one for each input', async () => {
  const { embeddings: client } = clientOf(
    embeddings.create([
      [0.25, 0.5],
      [1, -2],
    ]),
  )

  await expect(client.create({ model, input: ['One', 'Two words'] })).resolves.toEqual({
    object: 'list',
    data: [
      { object: 'embedding', index: 0, embedding: [0.25, 0.5] },
      { object: 'embedding', index: 1, embedding: [1, -2] },
    ],
    model,
    usage: { prompt_tokens: 4, total_tokens: 4 },
  })
})

it.each([
  ['float', '[0.25,-2]'],
  // 0.25 is 0x3e800000, and -2 is 0xc0000000.
  ['base64', JSON.stringify(Buffer.from('0000803e000000c0', 'hex').toString('base64'))],
])('sends the vectors as %s', async (encoding_format, expected) => {
  const response = await createFetch([embeddings.create([[0.25, -2]])])(
    'https://api.openai.com/v1/embeddings',
    { method: 'POST', body: JSON.stringify({ model, input: 'Hello', encoding_format }) },
  )

  expect(await response.text()).toBe(
    `{"object":"list","data":[{"object":"embedding","index":0,"embedding":${expected}}],` +
      `"model":"${model}","usage":{"prompt_tokens":2,"total_tokens":2}}`,
  )
})

it('gets the same numbers of both formats, without vectors of its own', async () => {
  const { embeddings: client } = clientOf(embeddings.create())

  const base64 = await client.create({ model, input: 'Hello' })
  const float = await client.create({ model, input: 'Hello', encoding_format: 'float' })

  expect(float).toEqual(base64)
})

it.each([
  ['text-embedding-3-small', undefined, 1536],
  ['text-embedding-3-large', undefined, 3072],
  ['text-embedding-ada-002', undefined, 1536],
  ['text-embedding-3-large', 256, 256],
  ['text-embedding-3-small', 1, 1],
])('makes vectors of length 1 for %s with dimensions %s', async (name, dimensions, expected) => {
  const [vector = []] = await vectorsOf('Hello', {
    model: name,
    ...(dimensions !== undefined && { dimensions }),
  })

  expect(vector).toHaveLength(expected)
  expect(Math.hypot(...vector)).toBeCloseTo(1)
})

it.each<[string, string | string[] | number[] | number[][], number]>([
  ['one text', 'Hello', 1],
  ['an empty text', '', 1],
  ['texts', ['a', 'b', 'c'], 3],
  ['the tokens of one text', [1, 2, 3], 1],
  ['the tokens of texts', [[1, 2], [3]], 2],
])('makes a vector for each of %s', async (_, input, expected) => {
  const vectors = await vectorsOf(input)

  expect(vectors).toHaveLength(expected)
  expect(new Set(vectors.map(String)).size).toBe(expected)
  expect(vectors.flat().every(Number.isFinite)).toBe(true)
})

it('counts the tokens that a request gives', async () => {
  const { embeddings: client } = clientOf(embeddings.create())

  const { usage } = await client.create({ model, input: [[1, 2], [3]] })

  expect(usage).toEqual({ prompt_tokens: 3, total_tokens: 3 })
})

it('gives a text the same vector always, and another to other words and another order', async () => {
  const [first, again, other, turned] = await vectorsOf(['a cat', 'a cat', 'a dog', 'cat a'])

  expect(again).toEqual(first)
  expect(other).not.toEqual(first)
  expect(turned).not.toEqual(first)
})

it('puts texts with words in common near to each other', async () => {
  const [question, near, far] = await vectorsOf([
    'How tall is the Eiffel Tower?',
    'The Eiffel Tower is 330 metres tall.',
    'Bananas are yellow.',
  ])

  expect(similarity(question, near)).toBeGreaterThan(0.5)
  expect(similarity(question, far)).toBeLessThan(0.3)
})

it('completes a response that lacks fields', async () => {
  const { embeddings: client } = clientOf(
    embeddings.create({ data: [{ embedding: [1] }], usage: { prompt_tokens: 7 } }),
  )

  await expect(client.create({ model, input: 'Hello' })).resolves.toMatchObject({
    data: [{ object: 'embedding', index: 0, embedding: [1] }],
    usage: { prompt_tokens: 7, total_tokens: 2 },
  })
})

it('fails where there are more or fewer vectors than inputs', async () => {
  const complaints = vi.spyOn(console, 'error').mockReturnValue()
  onTestFinished(() => complaints.mockRestore())
  const { embeddings: client } = clientOf(embeddings.create([[1], [2]]))

  await expect(client.create({ model, input: ['a', 'b', 'c'] })).rejects.toMatchObject({
    status: 400,
    message: expect.stringContaining(
      '"embeddings.create" was given 2 vector(s) for 3 input(s). ' +
        'Give one for each input, a function of the call that does, or none.',
    ),
  })
})

it('fails where a vector is no list of numbers', async () => {
  const complaints = vi.spyOn(console, 'error').mockReturnValue()
  onTestFinished(() => complaints.mockRestore())
  // Plain JavaScript may give the items of an answer.
  const items = [{ embedding: [1] }] as unknown as number[][]
  const { embeddings: client } = clientOf(embeddings.create(items))

  await expect(client.create({ model, input: 'a' })).rejects.toThrow(
    '"embeddings.create" takes lists of numbers: its vector 0 is { embedding: [1] }.',
  )
})

it.each([[[0.25, 0.5]], [[new Float32Array(2)]]])(
  'refuses %j, which is no list of lists',
  (given) => {
    expect(() => embeddings.create(given as unknown as number[][])).toThrow(
      'an array of numbers is no answer. Vectors are lists of numbers in a list, as [[0.25, 0.5]].',
    )
  },
)

it('takes the vectors of a function', async () => {
  const create = embeddings.create(({ body }) =>
    [body.input].flat().map((text) => [`${text}`.length]),
  )
  const { embeddings: client } = clientOf(create)

  const { data } = await client.create({ model, input: ['a', 'bcd'] })

  expect(data.map(({ embedding }) => embedding)).toEqual([[1], [3]])
})

it.each(['model', 'input'])('refuses a request without its %s', async (param) => {
  const { embeddings: client } = clientOf(embeddings.create())

  await expect(client.create({ model, input: 'Hello', [param]: undefined })).rejects.toMatchObject({
    status: 400,
    param,
    code: 'missing_required_parameter',
  })
})
