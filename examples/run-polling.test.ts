import { beta, inOrder, reply } from 'msw-openai'
import OpenAI from 'openai'
import { expect, it } from 'vitest'
import { server } from './server.js'

/** Asks an assistant, and calls the functions for which the run stops. */
async function askAssistant(question: string, getTime: () => string): Promise<string> {
  const { threads } = new OpenAI({ apiKey: 'test' }).beta
  const { id: thread_id } = await threads.create()
  await threads.messages.create(thread_id, { role: 'user', content: question })

  let run = await threads.runs.createAndPoll(thread_id, { assistant_id: 'asst_1' })
  while (run.status === 'requires_action') {
    const calls = run.required_action?.submit_tool_outputs.tool_calls ?? []
    const tool_outputs = calls.map(({ id }) => ({ tool_call_id: id, output: getTime() }))
    run = await threads.runs.submitToolOutputsAndPoll(run.id, { thread_id, tool_outputs })
  }
  const { data } = await threads.messages.list(thread_id, { run_id: run.id })
  const [content] = data[0]?.content ?? []
  return content?.type === 'text' ? content.text.value : ''
}

it('polls a run, which stops for a function in between', async () => {
  const submit = beta.threads.runs.submitToolOutputs({ status: 'queued' })
  const retrieve = beta.threads.runs.retrieve(
    inOrder(
      { status: 'in_progress' },
      reply({ toolCalls: [{ name: 'get_time' }] }),
      { status: 'in_progress' },
      { status: 'completed' },
    ),
  )
  server.use(
    beta.threads.create(),
    beta.threads.messages.create(),
    beta.threads.messages.list([{ content: [{ text: { value: 'It is noon.' } }] }]),
    beta.threads.runs.create({ status: 'queued' }),
    retrieve,
    submit,
  )

  await expect(askAssistant('What time is it?', () => '12:00')).resolves.toBe('It is noon.')
  expect(submit.calls[0]?.body.tool_outputs).toEqual([{ tool_call_id: 'call_1', output: '12:00' }])
  expect(retrieve.unused).toEqual([])
})
