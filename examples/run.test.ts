import { beta, EventStream } from 'msw-openai'
import OpenAI from 'openai'
import type { AssistantStreamEvent } from 'openai/resources/beta/assistants'
import { expect, it } from 'vitest'
import { delta, message, run, step } from './run.js'
import { server } from './server.js'

/** A run from its creation to its end, with one message. */
class Poem extends EventStream<AssistantStreamEvent> {
  *generate(): Generator<AssistantStreamEvent> {
    const details = { type: 'message_creation', message_creation: { message_id: 'msg_1' } } as const
    yield { event: 'thread.run.created', data: run('queued') }
    yield { event: 'thread.run.queued', data: run('queued') }
    yield { event: 'thread.run.in_progress', data: run('in_progress') }
    yield { event: 'thread.run.step.created', data: step('in_progress', details) }
    yield { event: 'thread.run.step.in_progress', data: step('in_progress', details) }
    yield { event: 'thread.message.created', data: message('in_progress') }
    yield { event: 'thread.message.in_progress', data: message('in_progress') }
    yield { event: 'thread.message.delta', data: delta({ value: 'Roses ', annotations: [] }) }
    yield { event: 'thread.message.delta', data: delta({ value: 'are red' }) }
    yield { event: 'thread.message.completed', data: message('completed', 'Roses are red') }
    yield { event: 'thread.run.step.completed', data: step('completed', details) }
    yield { event: 'thread.run.completed', data: run('completed') }
  }
}

it('feeds the events of the SDK’s AssistantStream', async () => {
  server.use(beta.threads.runs.create(new Poem()))
  const { runs } = new OpenAI({ apiKey: 'test' }).beta.threads
  const texts: string[] = []

  const stream = runs.stream('thread_1', { assistant_id: 'asst_1' })
  stream.on('textDelta', (_, snapshot) => texts.push(snapshot.value))

  await expect(stream.finalRun()).resolves.toEqual(run('completed'))
  await expect(stream.finalMessages()).resolves.toMatchObject([
    { content: [{ text: { value: 'Roses are red' } }] },
  ])
  expect(texts).toEqual(['Roses ', 'Roses are red'])
})
