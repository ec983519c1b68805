import { apiError, collect, cutAfter, rateLimited, serverError } from 'msw-openai'
import { createBackend, type BackendOptions } from 'msw-openai/backend'
import { expect, it } from 'vitest'
import { clientOf } from './client-of.js'

const HELLO = { model: 'gpt-4o', messages: [{ role: 'user' as const, content: 'Hello' }] }

const FAILURES = { rate: 0.3, seed: 1, with: [rateLimited(), serverError()] }

/** Asks 40 times without retries, and lists the statuses of the answers. */
async function statusesOf(openai: ReturnType<typeof createBackend>): Promise<number[]> {
  const { beta, chat } = clientOf(openai, { maxRetries: 0 })
  const statuses: number[] = []
  for (let index = 0; index < 40; index++) {
    const asked = index % 2 ? beta.assistants.list() : chat.completions.create(HELLO)
    // A failure is an error of the SDK, with its status.
    const failed = await asked.then(() => 200).catch(({ status }) => status)
    statuses.push(failed)
  }
  return statuses
}

it('fails the same share of the requests in every run, at every endpoint', async () => {
  const openai = createBackend({ failures: FAILURES })
  const first = await statusesOf(openai)

  openai.reset()

  expect(new Set(first)).toEqual(new Set([200, 429, 500]))
  const failed = first.filter((status) => status !== 200)
  expect(failed.length).toBeGreaterThan(5)
  expect(failed.length).toBeLessThan(20)
  expect(await statusesOf(openai)).toEqual(first)
  expect(await statusesOf(createBackend({ failures: FAILURES }))).toEqual(first)
  expect(await statusesOf(createBackend({ failures: { ...FAILURES, seed: 2 } }))).not.toEqual(first)
})

it('takes a retry for another request', async () => {
  const openai = createBackend({ failures: { ...FAILURES, rate: 0.5 } })
  const { chat } = clientOf(openai, { maxRetries: 20 })

  for (let count = 0; count < 5; count++) await chat.completions.create(HELLO)

  const retries = openai.calls.filter(({ retryCount }) => retryCount > 0)
  expect(retries.length).toBeGreaterThan(0)
  expect(openai.calls).toHaveLength(5 + retries.length)
})

it('fails every request, or none', async () => {
  const all = await statusesOf(createBackend({ failures: { rate: 1, with: [apiError(503)] } }))
  const none = await statusesOf(createBackend({ failures: { rate: 0, with: [apiError(503)] } }))

  expect(new Set(all)).toEqual(new Set([503]))
  expect(new Set(none)).toEqual(new Set([200]))
})

it('passes every stream through the stages', async () => {
  const openai = createBackend({ through: [cutAfter(2)] })
  const client = clientOf(openai)

  const chat = collect(await client.chat.completions.create({ ...HELLO, stream: true }))
  await expect(chat).rejects.toThrow('terminated')
  const completion = client.completions.create({
    model: 'gpt-3.5-turbo-instruct',
    prompt: 'Hello',
    stream: true,
  })
  await expect(completion.then(collect)).rejects.toThrow('terminated')

  expect(openai.calls.map(({ outcome, sent }) => [outcome, sent])).toEqual([
    ['cut', 2],
    ['cut', 2],
  ])
})

const wrong: Array<[string, object, string]> = [
  ['an unknown option', { answers: 'Hi' }, 'unknown option "answers". Expected { answer, seed, '],
  ['no answer', { answer: 5 }, '5 is no answer.'],
  ['a resource', { answer: { id: 'chatcmpl-1' } }, 'a resource belongs to one endpoint'],
  [
    'the fields of a reply',
    { answer: { text: 'hi' } },
    '{ text: "hi" } is no answer. Give reply({ text: "hi" }).',
  ],
  ['a list', { answer: [{ id: 'chatcmpl-1' }] }, 'a resource belongs to one endpoint'],
  ['a seed', { seed: 0.5 }, 'expected { seed: 1 }, received 0.5.'],
  ['a time', { created: '2026' }, 'expected { created: 1700000000 }, received "2026".'],
  ['a prefix', { idPrefix: 'a/b' }, 'expected { idPrefix: \'a\' }, received "a/b".'],
  ['calls', { calls: -1 }, 'expected { calls: 1000 }, a number of calls; received -1.'],
  ['a record', { record: 'some' }, "expected { record: 'all' }, 'none' or a number of events."],
  ['stages', { through: cutAfter(1) }, 'expected { through: [pace(5)] }, received '],
  [
    'a stage',
    { through: [cutAfter] },
    'expected a stage, received cutAfter, which has to be called.',
  ],
  [
    'failures',
    { failures: 0.5 },
    'expected { failures: { rate: 0.05, with: [rateLimited()] } }, received 0.5.',
  ],
  [
    'an option of failures',
    { failures: { rat: 1 } },
    'unknown option of failures "rat". Expected { rate, seed, with }. Did you mean "rate"?',
  ],
  [
    'a rate',
    { failures: { rate: 5, with: [] } },
    'expected { failures: { rate: 0.05 } }, a number from 0 to 1, received 5.',
  ],
  [
    'a seed of failures',
    { failures: { ...FAILURES, seed: '1' } },
    'expected { failures: { seed: 1 } }, received "1".',
  ],
  [
    'errors',
    { failures: { rate: 1, with: [rateLimited] } },
    'expected { failures: { with: [rateLimited(), serverError()] } }, received [rateLimited].',
  ],
]

it.each(wrong)('refuses %s that is wrong', (_, options, problem) => {
  const create = () => createBackend(options as BackendOptions)

  expect(create).toThrow(TypeError)
  expect(create).toThrow(`Failed to create a backend: ${problem}`)
})
