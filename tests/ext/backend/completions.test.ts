import { collect, foldCompletion, reply } from 'msw-openai'
import { createBackend } from 'msw-openai/backend'
import type { CompletionCreateParamsNonStreaming } from 'openai/resources/completions'
import { expect, it, vi } from 'vitest'
import { answerSchema } from '../../core/openapi/answer-schemas.js'
import { clientOf } from './client-of.js'

// The errors of broken calls are printed, too.
vi.spyOn(console, 'error').mockReturnValue()

const HELLO = { model: 'gpt-3.5-turbo-instruct', prompt: 'Once upon a time', max_tokens: 100 }

/** Asks a new backend. */
const ask = (body: Partial<CompletionCreateParamsNonStreaming> = {}) =>
  clientOf(createBackend()).completions.create({ ...HELLO, ...body })

it('answers with a text and a counted usage', async () => {
  const completion = await ask()

  expect(completion).toMatchObject({
    id: 'cmpl-1',
    created: 1700000000,
    choices: [{ index: 0, text: expect.stringContaining('upon'), finish_reason: 'stop' }],
  })
  const { prompt_tokens = 0, completion_tokens = 0, total_tokens } = completion.usage ?? {}
  expect(prompt_tokens).toBeGreaterThan(2)
  expect(total_tokens).toBe(prompt_tokens + completion_tokens)
  expect(answerSchema('POST', '/completions')?.(completion)).toBe(true)
})

const same: Array<[string, Partial<CompletionCreateParamsNonStreaming>]> = [
  ['one text', {}],
  ['several prompts with several choices', { prompt: ['One', 'Two'], n: 2 }],
  ['an echo', { echo: true }],
  ['a text that is cut', { max_tokens: 3 }],
  ['log probabilities', { logprobs: 2 }],
]

it.each(same)('streams the same completion that it gives at once: %s', async (_, body) => {
  const { completions } = clientOf(createBackend())
  const stream_options = { include_usage: true }

  const stream = await completions.create({ ...HELLO, ...body, stream: true, stream_options })

  expect(foldCompletion(await collect(stream))).toEqual(await ask(body))
})

it('cuts the text at 16 tokens unless a request sets another limit', async () => {
  const prompt = 'A long story about the sea, the wind, and a ship that never came home'
  const cut = await ask({ prompt, max_tokens: null })

  expect(cut.choices[0]?.finish_reason).toBe('length')
  expect(cut.usage?.completion_tokens).toBeLessThanOrEqual(16)
  expect((await ask({ prompt })).choices[0]?.text).toContain(cut.choices[0]?.text)
})

it('stops before a stop', async () => {
  const [whole, stopped] = [await ask(), await ask({ stop: ['upon'] })]

  const text = whole.choices[0]?.text ?? ''
  expect(stopped.choices[0]?.text).toBe(text.slice(0, text.indexOf('upon')))
})

it('answers each prompt with choices of its own', async () => {
  const { choices, usage } = await ask({ prompt: ['Summer', 'Winter'], n: 2 })

  expect(choices.map(({ index }) => index)).toEqual([0, 1, 2, 3])
  expect(choices.slice(0, 2).map(({ text }) => text.includes('Summer'))).toEqual([true, true])
  expect(choices.slice(2).map(({ text }) => text.includes('Winter'))).toEqual([true, true])
  expect(new Set(choices.map(({ text }) => text)).size).toBe(4)
  const [one, other] = [
    await ask({ prompt: 'Summer', n: 2 }),
    await ask({ prompt: 'Winter', n: 2 }),
  ]
  expect(usage?.total_tokens).toBe(
    (one.usage?.total_tokens ?? 0) + (other.usage?.total_tokens ?? 0),
  )
})

it('counts the choices that it does not send, too', async () => {
  const [one, best] = [await ask(), await ask({ best_of: 3 })]

  expect(best.choices).toEqual(one.choices)
  expect(best.usage?.completion_tokens).toBeGreaterThan(2 * (one.usage?.completion_tokens ?? 9))
  expect(best.usage?.prompt_tokens).toBe(one.usage?.prompt_tokens)
})

it('repeats the prompt in an echo, and no suffix', async () => {
  const [plain, echo] = [await ask(), await ask({ echo: true, suffix: ' The end.' })]

  expect(echo.choices[0]?.text).toBe(`Once upon a time${plain.choices[0]?.text}`)
})

it('gives log probabilities, but for the first token of an echo', async () => {
  const { choices } = await ask({ logprobs: 2, echo: true })

  const { tokens = [], token_logprobs = [], top_logprobs, text_offset } = choices[0]?.logprobs ?? {}
  expect(tokens.join('')).toBe(choices[0]?.text)
  expect(token_logprobs).toEqual([null, ...tokens.slice(1).map(() => expect.any(Number))])
  expect(top_logprobs?.map((likely) => likely && Object.keys(likely).length)).toEqual([
    null,
    ...tokens.slice(1).map(() => 2),
  ])
  expect(text_offset?.slice(0, 2)).toEqual([0, tokens[0]?.length])
})

it('says the reply of the test in each choice, and counts all of them', async () => {
  const { completions } = clientOf(createBackend({ answer: 'The end.' }))

  const one = await completions.create({ ...HELLO, echo: true })
  const four = await completions.create({ ...HELLO, prompt: ['One', 'Two'], n: 2 })

  expect(one.choices[0]?.text).toBe('Once upon a timeThe end.')
  expect(four.choices.map(({ text }) => text)).toEqual(four.choices.map(() => 'The end.'))
  expect(four.usage?.completion_tokens).toBe(4 * (one.usage?.completion_tokens ?? 0))
})

it('explains that a legacy completion calls no tools', async () => {
  const openai = createBackend({ answer: reply({ toolCalls: [{ name: 'get_weather' }] }) })

  await expect(clientOf(openai).completions.create(HELLO)).rejects.toThrow(
    '"completions.create" calls no tools',
  )
})
