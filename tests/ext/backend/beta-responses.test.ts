import { collect } from 'msw-openai'
import { createBackend } from 'msw-openai/backend'
import { expect, it } from 'vitest'
import { clientOf } from './client-of.js'

const request = { model: 'gpt-5', input: 'Hello' }

it('keeps the responses of the beta with all others', async () => {
  const openai = createBackend({ answer: ({ conversation }) => `Turn ${conversation.length}` })
  const client = clientOf(openai)
  const first = await client.beta.responses.create(request)
  const second = await client.responses.create({ ...request, previous_response_id: first.id })
  const { data } = await client.beta.responses.inputItems.list(second.id)
  await client.beta.responses.delete(first.id)

  expect(second.output_text).toBe('Turn 3')
  expect(data).toMatchObject([{ role: 'user', content: [{ text: 'Hello' }] }])
  expect(openai.store.responses.list().map(({ id }) => id)).toEqual(['resp_2'])
  expect(openai.calls.map(({ endpoint }) => endpoint)).toEqual([
    'beta.responses.create',
    'responses.create',
    'beta.responses.inputItems.list',
    'beta.responses.delete',
  ])
})

it('polls, resumes and cancels responses of the beta', async () => {
  const client = clientOf(createBackend({ answer: 'Hi' }))
  const polled = await client.beta.responses.create({ ...request, background: true })
  const statuses = [polled.status]
  statuses.push((await client.beta.responses.retrieve(polled.id)).status)
  statuses.push((await client.responses.retrieve(polled.id)).status)
  const cancelled = await client.beta.responses.create({ ...request, background: true })
  const whole = await collect(client.beta.responses.retrieve(polled.id, { stream: true }))
  const rest = client.beta.responses.retrieve(polled.id, { stream: true, starting_after: 2 })

  expect(statuses).toEqual(['queued', 'in_progress', 'completed'])
  expect(await collect(rest)).toEqual(whole.slice(3))
  await expect(client.beta.responses.cancel(cancelled.id)).resolves.toMatchObject({
    status: 'cancelled',
  })
})

it('counts and compacts in the beta', async () => {
  const client = clientOf(createBackend({ answer: 'Hi' }))
  const { id } = await client.beta.responses.create(request)
  const next = { model: 'gpt-5', previous_response_id: id }
  const { input_tokens } = await client.beta.responses.inputTokens.count(next)
  const compacted = await client.beta.responses.compact(next)

  expect(compacted.usage.input_tokens).toBe(input_tokens)
  expect(compacted.output).toMatchObject([{ role: 'user' }, { type: 'compaction' }])
})
