import type { AssistantStreamEvent } from 'openai/resources/beta/assistants'
import type { Message } from 'openai/resources/beta/threads/messages'
import type { RunSubmitToolOutputsParams } from 'openai/resources/beta/threads/runs/runs'
import { beta, EventStream } from 'msw-openai'
import { expect, it } from 'vitest'
import { continueRun } from '../../src/routes/runs/continue.js'
import { foldMessages, foldRun, foldRunSteps } from '../../src/routes/runs/fold.js'
import { runWriter, type RunWriter } from '../../src/routes/runs/writer.js'
import { createClient, major, useServer } from './support.js'

const server = useServer()

type Events = Generator<AssistantStreamEvent>

/** A script of what is written. */
class Written extends EventStream<AssistantStreamEvent> {
  constructor(readonly write: (run: RunWriter) => Events) {
    super()
  }

  override generate(): Events {
    return this.write(runWriter())
  }
}

class Asking extends EventStream<AssistantStreamEvent> {
  *generate(): Events {
    const run = runWriter()
    yield* run.message('Let me see.')
    yield* run.toolCalls([
      { name: 'get_time', arguments: { city: 'Paris' } },
      { name: 'get_weather', arguments: { city: 'Rome' } },
    ])
  }
}

class Answered extends EventStream<AssistantStreamEvent> {
  constructor(readonly outputs: RunSubmitToolOutputsParams.ToolOutput[]) {
    super()
  }

  *generate(): Events {
    const run = continueRun(new Asking(), this.outputs)
    yield* run.message('It is noon, and it rains.')
    yield* run.completed({ usage: { prompt_tokens: 20, completion_tokens: 10 } })
  }
}

function streamRun() {
  return createClient().beta.threads.runs.stream('thread_1', { assistant_id: 'asst_1' })
}

/** Runs by their last status. */
const runs: ReadonlyArray<[string, (run: RunWriter) => Events]> = [
  [
    'completed',
    function* (run) {
      const file_citation = { file_id: 'file_1' }
      yield* run.codeInterpreter('6 * 7', [{ type: 'logs', logs: '42' }])
      yield* run.fileSearch([{ file_id: 'file_1', file_name: 'deep.txt', score: 0.9 }])
      yield* run.message('It is 42【0】. 👩‍👩‍👧', {
        annotations: [{ type: 'file_citation', text: '【0】', file_citation }],
      })
      yield* run.completed()
    },
  ],
  [
    'incomplete',
    function* (run) {
      yield* run.message('The answer', { status: 'in_progress' })
      yield* run.incomplete()
    },
  ],
  [
    'failed',
    function* (run) {
      yield* run.codeInterpreter('6 *', [], { status: 'in_progress' })
      yield* run.failed()
    },
  ],
  [
    'cancelled',
    function* (run) {
      yield* run.message('The answer', { status: 'in_progress' })
      yield* run.cancelled()
    },
  ],
  [
    'expired',
    function* (run) {
      yield* run.message('The answer', { status: 'in_progress' })
      yield* run.expired()
    },
  ],
]

// The helper of openai 4 waits for the end of a run that is incomplete.
const ends = runs.filter(([status]) => major.openai > 4 || status !== 'incomplete')

it.each(ends)(
  'gives the helpers of the SDK what it folds to: a run that is %s',
  async (status, write) => {
    const script = new Written(write)
    server.use(beta.threads.runs.create(script))

    const stream = streamRun()

    await expect(stream.finalRun()).resolves.toEqual(foldRun(script))
    expect(foldRun(script).status).toBe(status)
    await expect(stream.finalRunSteps()).resolves.toEqual(foldRunSteps(script))
    const messages = await stream.finalMessages()
    expect(messages.map(contentOf)).toEqual(foldMessages(script).map(contentOf))
  },
)

it('feeds the events of the helper', async () => {
  const script = new Written(function* (run) {
    yield* run.codeInterpreter('6 * 7')
    yield* run.message('It is 42.')
    yield* run.completed()
  })
  server.use(beta.threads.runs.create(script))
  const heard: string[] = []

  const stream = streamRun()
  stream.on('toolCallCreated', ({ type }) => heard.push(type))
  stream.on('textDelta', ({ value = '' }) => heard.push(value))
  stream.on('textDone', ({ value }) => heard.push(value))
  await stream.done()

  expect(heard).toEqual(['code_interpreter', 'It', ' is', ' 42.', 'It is 42.'])
})

it('sends createAndRun its thread', async () => {
  const script = new Written(function* (run) {
    yield* run.thread()
    yield* run.message('Hi')
    yield* run.completed()
  })
  server.use(beta.threads.createAndRun(script))

  const stream = createClient().beta.threads.createAndRunStream({ assistant_id: 'asst_1' })

  await expect(stream.finalRun()).resolves.toEqual(foldRun(script))
})

// openai 4 takes other arguments.
const submitting = major.openai < 5 ? [] : ['the client']

it.each(submitting)('goes on with the outputs that %s submits', async () => {
  const submit = beta.threads.runs.submitToolOutputs(({ body }) => new Answered(body.tool_outputs))
  server.use(beta.threads.runs.create(new Asking()), submit)

  const asking = await streamRun().finalRun()
  const tool_outputs = (asking.required_action?.submit_tool_outputs.tool_calls ?? []).map(
    ({ id, function: { name } }) => ({ tool_call_id: id, output: name }),
  )
  const { threads } = createClient().beta
  const params = { thread_id: 'thread_1', tool_outputs }
  const stream = threads.runs.submitToolOutputsStream(asking.id, params)

  const answered = new Answered(tool_outputs)
  await expect(stream.finalRun()).resolves.toEqual(foldRun(answered))
  await expect(stream.finalRunSteps()).resolves.toEqual(foldRunSteps(answered))
  const [message] = await stream.finalMessages()
  expect(textsOf(message)).toEqual(['It is noon, and it rains.'])
})

/** The message that the helper gives. Before 7, the helper passes over the whole message that ends the deltas. */
function contentOf(message: Message): Message | string[] {
  return major.openai >= 7 ? message : textsOf(message)
}

function textsOf(message?: Message): string[] {
  return (message?.content ?? []).map((part) =>
    part.type === 'text' ? part.text.value : part.type,
  )
}
