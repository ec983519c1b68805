import { batches, inOrder } from 'msw-openai/routes'
import { expect, it, onTestFinished, vi } from 'vitest'
import { clientOf } from './client-of.js'

const REQUEST = {
  endpoint: '/v1/embeddings',
  input_file_id: 'file-abc',
  completion_window: '24h',
} as const

it('creates the batch of the request', async () => {
  const { batches: client } = clientOf(batches.create())

  await expect(client.create({ ...REQUEST, metadata: { night: '1' } })).resolves.toEqual({
    id: 'batch_1',
    object: 'batch',
    endpoint: '/v1/embeddings',
    model: null,
    errors: null,
    input_file_id: 'file-abc',
    completion_window: '24h',
    status: 'validating',
    output_file_id: null,
    error_file_id: null,
    created_at: 1700000000,
    in_progress_at: null,
    expires_at: 1700086400,
    finalizing_at: null,
    completed_at: null,
    failed_at: null,
    expired_at: null,
    cancelling_at: null,
    cancelled_at: null,
    request_counts: { total: 0, completed: 0, failed: 0 },
    usage: {
      input_tokens: 0,
      output_tokens: 0,
      total_tokens: 0,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens_details: { reasoning_tokens: 0 },
    },
    metadata: { night: '1' },
  })
  await expect(client.create(REQUEST)).resolves.toMatchObject({ id: 'batch_2', metadata: null })
})

it.each(Object.keys(REQUEST))('refuses a batch without its %s', async (param) => {
  const { batches: client } = clientOf(batches.create())

  await expect(client.create({ ...REQUEST, [param]: undefined })).rejects.toMatchObject({
    status: 400,
    param,
  })
})

it('retrieves the batch of the path, whose times agree with its status', async () => {
  const { batches: client } = clientOf(
    batches.retrieve(inOrder({ status: 'in_progress' }, { output_file_id: 'file-out' }, {})),
  )

  await expect(client.retrieve('batch_abc')).resolves.toMatchObject({
    id: 'batch_abc',
    status: 'in_progress',
    in_progress_at: 1700000000,
    completed_at: null,
    output_file_id: null,
  })
  await expect(client.retrieve('batch_abc')).resolves.toMatchObject({
    status: 'completed',
    in_progress_at: 1700000000,
    completed_at: 1700000000,
    output_file_id: 'file-out',
  })
  await expect(client.retrieve('batch_abc')).resolves.toMatchObject({ output_file_id: 'file-2' })
})

it('lists the batches over several pages', async () => {
  const { batches: client } = clientOf(
    batches.list([{ id: 'batch_c' }, { status: 'failed' }, { id: 'batch_a' }]),
  )
  const seen: string[] = []

  for await (const { id, status } of client.list({ limit: 1 })) seen.push(`${id} ${status}`)

  expect(seen).toEqual(['batch_c completed', 'batch_2 failed', 'batch_a completed'])
})

it('cancels the batch of the path', async () => {
  const { batches: client } = clientOf(batches.cancel())

  await expect(client.cancel('batch_abc')).resolves.toMatchObject({
    id: 'batch_abc',
    status: 'cancelling',
    cancelling_at: 1700000000,
    output_file_id: null,
  })
})

it('fails where a batch has a status that does not exist', async () => {
  const complaints = vi.spyOn(console, 'error').mockReturnValue()
  onTestFinished(() => complaints.mockRestore())
  const { batches: client } = clientOf(
    // Plain JavaScript may give any status.
    batches.retrieve({ status: 'done' as 'completed' }),
  )

  await expect(client.retrieve('batch_abc')).rejects.toThrow(
    'Failed to complete a batch: it is damaged at status: expected "validating", "in_progress"',
  )
})

it('does not mix the metadata of the author with those of the request', async () => {
  const { batches: client } = clientOf(batches.create({ metadata: { team: 'red' } }))

  const made = await client.create({ ...REQUEST, metadata: { season: 'winter' } })

  expect(made.metadata).toEqual({ team: 'red' })
})
