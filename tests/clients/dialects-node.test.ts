import { createRoutes } from 'msw-openai'
import { perplexity } from 'msw-openai/dialects'
import { serve } from 'msw-openai/node'
import OpenAI from 'openai'
import { expect, it, onTestFinished } from 'vitest'
import { readAll } from '../support.js'

it('completes the stream of Perplexity at its last chunk, on a real server', async () => {
  const create = createRoutes({ baseURL: '*', dialect: perplexity }).chat.completions.create(
    'Hi there',
  )
  const real = await serve([create])
  onTestFinished(() => real.close())
  const client = new OpenAI({ apiKey: 'k', baseURL: real.url })

  const { items } = await readAll(
    await client.chat.completions.create({
      model: 'small',
      messages: [{ role: 'user', content: 'Hi' }],
      stream: true,
    }),
  )

  expect(items.at(-1)).toMatchObject({ object: 'chat.completion.done' })
  expect(items.map(({ choices }) => choices[0]?.delta.content).join('')).toBe('Hi there')
  await create.calls[0]?.settled
  expect(create.calls).toMatchObject([{ outcome: 'completed' }])
})
