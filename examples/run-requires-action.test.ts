import { beta, EventStream } from 'msw-openai'
import OpenAI from 'openai'
import type { AssistantStreamEvent } from 'openai/resources/beta/assistants'
import { expect, it } from 'vitest'
import { call, required, run, step } from './run.js'
import { server } from './server.js'

/** A run that stops for the output of a function. */
class Asking extends EventStream<AssistantStreamEvent> {
  *generate(): Generator<AssistantStreamEvent> {
    const open = step('in_progress', { type: 'tool_calls', tool_calls: [call()] })
    const data = run('requires_action', { required_action: required() })
    yield { event: 'thread.run.created', data: run('queued') }
    yield { event: 'thread.run.queued', data: run('queued') }
    yield { event: 'thread.run.in_progress', data: run('in_progress') }
    yield { event: 'thread.run.step.created', data: open }
    yield { event: 'thread.run.step.in_progress', data: open }
    yield { event: 'thread.run.requires_action', data }
  }
}

/** The rest of the run. It begins with the end of the step that asked. */
class Answered extends EventStream<AssistantStreamEvent> {
  *generate(): Generator<AssistantStreamEvent> {
    const data = step('completed', { type: 'tool_calls', tool_calls: [call('12:00')] })
    yield { event: 'thread.run.step.completed', data }
    yield { event: 'thread.run.queued', data: run('queued') }
    yield { event: 'thread.run.in_progress', data: run('in_progress') }
    yield { event: 'thread.run.completed', data: run('completed') }
  }
}

it('completes a run once it has the outputs', async () => {
  const submit = beta.threads.runs.submitToolOutputs(new Answered())
  server.use(beta.threads.runs.create(new Asking()), submit)
  const { runs } = new OpenAI({ apiKey: 'test' }).beta.threads

  const asking = await runs.stream('thread_1', { assistant_id: 'asst_1' }).finalRun()
  const [asked] = asking.required_action?.submit_tool_outputs.tool_calls ?? []
  const tool_outputs = [{ tool_call_id: asked?.id ?? '', output: '12:00' }]
  const stream = runs.submitToolOutputsStream(asking.id, { thread_id: 'thread_1', tool_outputs })

  await expect(stream.finalRun()).resolves.toMatchObject({ status: 'completed' })
  expect(submit.calls[0]?.params).toEqual({ thread_id: 'thread_1', run_id: 'run_1' })
  expect(submit.calls[0]?.body).toMatchObject({ tool_outputs })
})
