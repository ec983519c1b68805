import { apiError, EventStream, rateLimited, reply, runWriter, StreamError } from 'msw-openai'
import { createBackend, type BackendOptions } from 'msw-openai/backend'
import type { AssistantStreamEvent } from 'openai/resources/beta/assistants'
import { expect, it } from 'vitest'
import { clientOf } from './client-of.js'
import { newThread, textsOf } from './new-thread.js'

type Answer = NonNullable<BackendOptions['answer']>

/** Begins a run with an answer of the model. */
async function beginRun(answer: Answer) {
  const openai = createBackend({ answer })
  const client = clientOf(openai, { maxRetries: 0 })
  const { assistant_id, thread_id } = await newThread(client)
  const { runs } = client.beta.threads
  return {
    openai,
    texts: () => textsOf(client, thread_id),
    polled: () => runs.createAndPoll(thread_id, { assistant_id }),
    streamed: () => runs.stream(thread_id, { assistant_id }).finalRun(),
  }
}

class Expired extends EventStream<AssistantStreamEvent> {
  *generate(): Generator<AssistantStreamEvent> {
    const run = runWriter()
    yield* run.message('The time is', { status: 'in_progress' })
    yield* run.expired()
  }
}

const endings: Array<[string, Answer, object]> = [
  [
    'fails by an error of the server',
    apiError(500, 'Out of order.'),
    { status: 'failed', last_error: { code: 'server_error', message: 'Out of order.' } },
  ],
  [
    'fails by a rate limit',
    rateLimited(),
    {
      status: 'failed',
      last_error: {
        code: 'rate_limit_exceeded',
        message: expect.stringContaining('Rate limit reached for gpt-5'),
      },
    },
  ],
  [
    'fails by a wrong prompt',
    apiError(400, 'Too long.'),
    { status: 'failed', last_error: { code: 'invalid_prompt', message: 'Too long.' } },
  ],
  [
    'is cut off by its length',
    reply({ text: 'It is', finish: 'length' }),
    { status: 'incomplete', incomplete_details: { reason: 'max_completion_tokens' } },
  ],
  ['expires', new Expired(), { status: 'expired', expires_at: 1700000603 }],
]

it.each(endings)('answers polls with a run that %s', async (_, answer, end) => {
  const { openai, polled } = await beginRun(answer)
  const run = await polled()

  expect(run).toMatchObject({ id: 'run_1', thread_id: 'thread_1', ...end })
  expect(openai.store.runs.list()).toEqual([run])
})

it.each(endings)('streams a run that %s', async (_, answer, end) => {
  const { openai, streamed } = await beginRun(answer)
  const run = await streamed()

  expect(run).toMatchObject({ id: 'run_1', thread_id: 'thread_1', ...end })
  expect(openai.store.runs.list()).toEqual([run])
})

it('keeps the message that is cut off', async () => {
  const { openai, polled, texts } = await beginRun(new Expired())
  await polled()

  expect(await texts()).toEqual(['Is it sunny?', 'The time is'])
  expect(openai.store.messages.list()[1]).toMatchObject({
    status: 'incomplete',
    incomplete_details: { reason: 'run_expired' },
  })
  expect(openai.store.steps.list()).toMatchObject([{ status: 'expired' }])
})

class Breaking extends EventStream<AssistantStreamEvent> {
  constructor(readonly error: Error) {
    super()
  }
  *generate(): Generator<AssistantStreamEvent> {
    yield* runWriter().message('It is', { status: 'in_progress' })
    throw this.error
  }
}

it('lets a run fail by the error that its script puts into the stream', async () => {
  const error = new StreamError({ message: 'Overloaded', code: 'rate_limit_exceeded' })
  const { openai, polled, streamed } = await beginRun(new Breaking(error))
  const failed = {
    status: 'failed',
    last_error: { code: 'rate_limit_exceeded', message: 'Overloaded' },
  }

  expect(await polled()).toMatchObject(failed)
  await expect(streamed()).rejects.toThrow('Overloaded')
  expect(openai.store.runs.list()).toMatchObject([failed, failed])
  expect(openai.store.messages.list()[1]).toMatchObject({ status: 'incomplete' })
})

it('reports a broken script to the client that polls', async () => {
  const { openai, polled } = await beginRun(new Breaking(new Error('No such file')))

  await expect(polled()).rejects.toThrow('No such file')
  expect(openai.store.runs.list()).toMatchObject([{ status: 'failed' }])
})

it('reports a script of another endpoint', async () => {
  class Other extends EventStream<AssistantStreamEvent> {
    *generate(): Generator<AssistantStreamEvent> {
      // As plain JavaScript may do.
      yield { object: 'chat.completion.chunk' } as unknown as AssistantStreamEvent
    }
  }
  const { polled } = await beginRun(new Other())

  await expect(polled()).rejects.toThrow(
    'Failed to carry out run_1: its script yields something else than the events of a run.',
  )
})

it('begins no run where a Response is the answer, or where the answer fails', async () => {
  const down = await beginRun(() => new Response('down', { status: 502 }))
  await expect(down.polled()).rejects.toThrow('502')
  const wrong = await beginRun(() => {
    throw new Error('No such weather')
  })
  await expect(wrong.polled()).rejects.toThrow('No such weather')

  expect([...down.openai.store.runs.list(), ...wrong.openai.store.runs.list()]).toEqual([])
})

it('polls a run whose script has no end', async () => {
  class Endless extends EventStream<AssistantStreamEvent> {
    *generate(): Generator<AssistantStreamEvent> {
      const run = runWriter()
      for (;;) yield* run.message('Again.')
    }
  }
  const { openai } = await beginRun(new Endless())
  const client = clientOf(openai)
  const run = { thread_id: 'thread_1' }
  await client.beta.threads.runs.create('thread_1', { assistant_id: 'asst_1' })
  await client.beta.threads.runs.retrieve('run_1', run)

  expect(await client.beta.threads.runs.retrieve('run_1', run)).toMatchObject({
    status: 'in_progress',
  })
})

it('plays scripts whose ids are those of others', async () => {
  class Greeting extends EventStream<AssistantStreamEvent> {
    *generate(): Generator<AssistantStreamEvent> {
      const run = runWriter({ run_id: 'run_9', thread_id: 'thread_9', assistant_id: 'asst_9' })
      yield* run.message('Hello')
      yield* run.completed()
    }
  }
  const { openai, polled } = await beginRun(new Greeting())
  await polled()
  await polled()

  const owners = { thread_id: 'thread_1', assistant_id: 'asst_1' }
  expect(openai.store.messages.list().slice(1)).toMatchObject([
    { id: 'msg_2', run_id: 'run_1', created_at: 1700000003, ...owners },
    { id: 'msg_3', run_id: 'run_2', created_at: 1700000004, ...owners },
  ])
  expect(openai.store.steps.list()).toMatchObject([
    { id: 'step_1', step_details: { message_creation: { message_id: 'msg_2' } } },
    { id: 'step_2', step_details: { message_creation: { message_id: 'msg_3' } } },
  ])
})

it('fails a run whose script ends without its end: no poll waits for ever', async () => {
  class Unended extends EventStream<AssistantStreamEvent> {
    *generate(): Generator<AssistantStreamEvent> {
      yield* runWriter().message('It is')
    }
  }
  const { polled, texts } = await beginRun(new Unended())

  expect(await polled()).toMatchObject({
    status: 'failed',
    last_error: {
      code: 'server_error',
      message: expect.stringContaining('The script of the run ended before the run did.'),
    },
  })
  expect(await texts()).toEqual(['Is it sunny?', 'It is'])
})

it('leaves a run alone that a test has made expired', async () => {
  const openai = createBackend({ answer: 'Yes.' })
  const client = clientOf(openai)
  const { assistant_id, thread_id } = await newThread(client)
  const { runs } = client.beta.threads
  const run = await runs.create(thread_id, { assistant_id })
  openai.store.runs.of(thread_id).put({ ...run, status: 'expired' })

  expect(await runs.retrieve(run.id, { thread_id })).toMatchObject({ status: 'expired' })
  expect(await textsOf(client, thread_id)).toEqual(['Is it sunny?'])
})
