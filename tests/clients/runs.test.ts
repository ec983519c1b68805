import { APIError } from 'openai'
import type { AssistantStreamEvent } from 'openai/resources/beta/assistants'
import { beta, EventStream, runWriter, StreamError } from 'msw-openai'
import { expect, it } from 'vitest'
import { readAll } from '../support.js'
import { createClient, useServer } from './support.js'

const server = useServer()

class Hello extends EventStream<AssistantStreamEvent> {
  *generate(): Generator<AssistantStreamEvent> {
    const w = runWriter()
    yield* w.message('Hello')
    yield* w.completed()
  }
}

class HelloInThread extends EventStream<AssistantStreamEvent> {
  *generate(): Generator<AssistantStreamEvent> {
    const w = runWriter()
    yield* w.thread()
    yield* w.message('Hello')
    yield* w.completed()
  }
}

const assistant = { assistant_id: 'asst_1', stream: true } as const

it('delivers the exact events, in the envelope of the SDK', async () => {
  const create = beta.threads.runs.create(new Hello())
  server.use(create)

  const stream = await createClient().beta.threads.runs.create('thread_1', assistant)

  await expect(readAll(stream)).resolves.toEqual({ items: [...new Hello()] })
  await expect(create.calls[0]?.settled).resolves.toBe('completed')
  expect(create.calls[0]?.params).toEqual({ thread_id: 'thread_1' })
})

it('answers createAndRun apart from create', async () => {
  const create = beta.threads.runs.create(new Hello())
  const createAndRun = beta.threads.createAndRun(new HelloInThread())
  server.use(create, createAndRun)

  const stream = await createClient().beta.threads.createAndRun(assistant)

  await expect(readAll(stream)).resolves.toEqual({ items: [...new HelloInThread()] })
  expect(createAndRun.calls).toHaveLength(1)
  expect(create.calls).toHaveLength(0)
})

it('does not mind what the SDK asks to be included', async () => {
  const create = beta.threads.runs.create(new Hello())
  server.use(create)

  const stream = await createClient().beta.threads.runs.create('thread_1', {
    ...assistant,
    include: ['step_details.tool_calls[*].file_search.results[*].content'],
  })

  await expect(readAll(stream)).resolves.toMatchObject({ items: [...new Hello()] })
  expect(create.calls[0]?.url.searchParams.get('include[]')).toContain('file_search')
})

it('ends a run with the error that the script throws', async () => {
  class Failing extends EventStream<AssistantStreamEvent> {
    *generate(): Generator<AssistantStreamEvent> {
      yield* runWriter().start()
      throw new StreamError({ message: 'Expired', code: 'expired' })
    }
  }
  server.use(beta.threads.runs.create(new Failing()))

  const stream = await createClient().beta.threads.runs.create('thread_1', assistant)
  const { items, error } = await readAll(stream)

  expect(items).toEqual([...runWriter().start()])
  expect(error).toBeInstanceOf(APIError)
  expect(error).toMatchObject({ code: 'expired', type: 'server_error' })
})
