import { afterToolResult, lastUserMessage, reply, when } from 'msw-openai'
import { createBackend } from 'msw-openai/backend'
import { useServer } from 'msw-openai/vitest'
import OpenAI from 'openai'
import { afterEach, expect, it } from 'vitest'

const openai = createBackend({
  answer: [
    when(afterToolResult(), 'It is noon.'),
    when(lastUserMessage(/time/), reply({ toolCalls: [{ name: 'get_time' }] })),
    when({}, 'Hello there'),
  ],
})
useServer(...openai.handlers)
afterEach(() => openai.reset())

/** The app under test: an assistant that can look at the clock answers in a thread. */
async function say(thread_id: string, assistant_id: string, content: string): Promise<void> {
  const { threads } = new OpenAI({ apiKey: 'test' }).beta
  await threads.messages.create(thread_id, { role: 'user', content })

  let run = await threads.runs.createAndPoll(thread_id, { assistant_id })
  while (run.status === 'requires_action') {
    const calls = run.required_action?.submit_tool_outputs.tool_calls ?? []
    const tool_outputs = calls.map(({ id }) => ({ tool_call_id: id, output: '12:00' }))
    run = await threads.runs.submitToolOutputsAndPoll(run.id, { thread_id, tool_outputs })
  }
}

it('answers twice in one thread, and looks at the clock in between', async () => {
  const { store } = openai
  const assistant = store.assistants.put({ model: 'gpt-5', name: 'Clock' })
  const thread = store.threads.put({})

  await say(thread.id, assistant.id, 'Hello?')
  await say(thread.id, assistant.id, 'What time is it?')

  const messages = store.messages.of(thread.id).list()
  expect(messages.map(({ role, run_id }) => [role, run_id])).toEqual([
    ['user', null],
    ['assistant', 'run_1'],
    ['user', null],
    ['assistant', 'run_2'],
  ])
  const steps = store.steps.of('run_2').list()
  expect(steps.map(({ type }) => type)).toEqual(['tool_calls', 'message_creation'])
  expect(openai.unused).toEqual([])
})
