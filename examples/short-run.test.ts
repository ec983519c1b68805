import { beta, continueRun, EventStream, runWriter, type SubmitToolOutputsBody } from 'msw-openai'
import OpenAI from 'openai'
import type { AssistantStreamEvent } from 'openai/resources/beta/assistants'
import { expect, it } from 'vitest'
import { server } from './server.js'

/** A run that stops for the output of a function. */
class Asking extends EventStream<AssistantStreamEvent> {
  *generate(): Generator<AssistantStreamEvent> {
    yield* runWriter().toolCalls([{ name: 'get_time' }])
  }
}

/** The rest of it, which begins with the end of the step that asked. */
class Answered extends EventStream<AssistantStreamEvent> {
  constructor(readonly outputs: SubmitToolOutputsBody['tool_outputs']) {
    super()
  }

  *generate(): Generator<AssistantStreamEvent> {
    const run = continueRun(new Asking(), this.outputs)
    yield* run.message('It is noon.')
    yield* run.completed()
  }
}

it('runs a whole tool loop of an assistant', async () => {
  const submit = beta.threads.runs.submitToolOutputs(({ body }) => new Answered(body.tool_outputs))
  server.use(beta.threads.runs.create(new Asking()), submit)
  const { runs } = new OpenAI({ apiKey: 'test' }).beta.threads

  const asking = await runs.stream('thread_1', { assistant_id: 'asst_1' }).finalRun()
  const [call] = asking.required_action?.submit_tool_outputs.tool_calls ?? []
  const tool_outputs = [{ tool_call_id: call?.id ?? '', output: '12:00' }]
  const stream = runs.submitToolOutputsStream(asking.id, { thread_id: 'thread_1', tool_outputs })

  await expect(stream.finalMessages()).resolves.toMatchObject([
    { content: [{ text: { value: 'It is noon.' } }] },
  ])
})
