import type { AssistantStreamEvent } from 'openai/resources/beta/assistants'
import type { Run } from 'openai/resources/beta/threads/runs/runs'
import { expect, it } from 'vitest'
import { EventStream } from 'msw-openai/streaming'
import { continueRun } from '../../src/routes/runs/continue.js'
import { runEvent } from '../../src/routes/runs/run-event-schema.js'
import { foldMessages, foldRun, foldRunSteps } from '../../src/routes/runs/fold.js'
import { runWriter, type RunWriter } from '../../src/routes/runs/writer.js'
import { problems } from './support.js'

/** The events that a script writes, each checked. */
function write(
  script: (run: RunWriter) => Iterable<AssistantStreamEvent>,
  run = runWriter(),
): AssistantStreamEvent[] {
  const events = [...script(run)]
  expect(events.flatMap((event) => problems(runEvent, event))).toEqual([])
  return events
}

/** Their names, without `thread.`. */
function namesOf(events: readonly AssistantStreamEvent[]): string[] {
  return events.map(({ event }) => event.replace('thread.', ''))
}

/** Gives the deltas of a stream. */
function deltasOf(events: readonly AssistantStreamEvent[]): unknown[] {
  return events.flatMap(({ event, data }): unknown[] => {
    if (event === 'thread.message.delta') return data.delta.content ?? []
    if (event !== 'thread.run.step.delta') return []

    const details = data.delta.step_details
    return details?.type === 'tool_calls' ? (details.tool_calls ?? []) : []
  })
}

const started = ['run.created', 'run.queued', 'run.in_progress']
const stepBegun = ['run.step.created', 'run.step.in_progress']
const messageBegun = [...stepBegun, 'message.created', 'message.in_progress']

/** A message that the end of its run cuts off. */
function* cutOff(run: RunWriter): Generator<AssistantStreamEvent> {
  yield* run.message('Half a', { status: 'in_progress' })
}

/** A message that comes too late. */
function* misplaced(run: RunWriter): Generator<AssistantStreamEvent> {
  yield* run.completed()
  yield* run.message('Too late')
}

/** A run that asks for the outputs of functions. */
class Asking extends EventStream<AssistantStreamEvent> {
  *generate(): Generator<AssistantStreamEvent> {
    const run = runWriter({ thread_id: 'thread_9', model: 'gpt-4o-mini' })
    yield* run.message('Let me see.', { usage: { completion_tokens: 4 } })
    yield* run.toolCalls([
      { name: 'get_time', arguments: { city: 'Paris' }, id: 'call_time' },
      { name: 'get_weather', arguments: '{"city" : "Rome"}', by: 5 },
      { name: 'get_mood' },
    ])
  }
}

const outputs = [
  { tool_call_id: 'call_2', output: '' },
  { tool_call_id: 'call_time', output: '12:00' },
  { tool_call_id: 'call_1', output: 'rain' },
]

it('writes the whole life of a run with one message', () => {
  const events = write(function* (run) {
    yield* run.message('Hello there')
    yield* run.completed()
  })

  expect(namesOf(events)).toEqual([
    ...started,
    ...messageBegun,
    'message.delta',
    'message.delta',
    'message.completed',
    'run.step.completed',
    'run.completed',
  ])
  expect(deltasOf(events)).toEqual([
    { index: 0, type: 'text', text: { value: 'Hello', annotations: [] } },
    { index: 0, type: 'text', text: { value: ' there' } },
  ])
})

it('carries one run, one step and one message through', () => {
  const events = write(function* (run) {
    yield* run.message('Hi', { usage: { prompt_tokens: 9, completion_tokens: 3 } })
    yield* run.completed()
  })
  const runs = events.filter(({ data }) => 'object' in data && data.object === 'thread.run')
  const usage = { prompt_tokens: 9, completion_tokens: 3, total_tokens: 12 }

  expect(runs).toMatchObject([
    { data: { status: 'queued', started_at: null, expires_at: 1700000600 } },
    { data: { status: 'queued', started_at: null, expires_at: 1700000600 } },
    { data: { status: 'in_progress', started_at: 1700000000, expires_at: 1700000600 } },
    { data: { status: 'completed', completed_at: 1700000000, expires_at: null, usage } },
  ])
  expect(new Set(runs.map(({ data }) => Object.keys(data).join()))).toHaveProperty('size', 1)
  expect(foldMessages(events)).toMatchObject([
    { id: 'msg_1', run_id: 'run_1', thread_id: 'thread_1', assistant_id: 'asst_1' },
  ])
  expect(foldRunSteps(events)).toMatchObject([
    {
      id: 'step_1',
      run_id: 'run_1',
      usage,
      step_details: { type: 'message_creation', message_creation: { message_id: 'msg_1' } },
    },
  ])
})

it('writes the same with a start of its own', () => {
  const short = write((run) => run.message('Hi'))
  const long = write(function* (run) {
    yield* run.start()
    yield* run.message('Hi')
  })

  expect(long).toEqual(short)
})

it('writes the same every time', () => {
  expect([...new Asking()]).toEqual([...new Asking()])
})

it('puts the thread before the run', () => {
  const [thread, run] = write(
    function* (writer) {
      yield* writer.thread()
      yield* writer.completed()
    },
    runWriter({ thread_id: 'thread_9' }),
  )

  expect(thread).toMatchObject({ event: 'thread.created', data: { id: 'thread_9' } })
  expect(run).toMatchObject({ event: 'thread.run.created', data: { thread_id: 'thread_9' } })
})

it('repeats what a request asks for', () => {
  const body = { assistant_id: 'asst_9', model: null, temperature: 0, stream: true } as const
  const run = foldRun(runWriter(body).completed())

  expect(run).toMatchObject({ assistant_id: 'asst_9', model: 'gpt-4o', temperature: 0 })
})

it('sends no delta of an empty text', () => {
  const events = write((run) => run.message(''))

  expect(deltasOf(events)).toEqual([])
  expect(foldMessages(events)).toMatchObject([{ content: [{ text: { value: '' } }] }])
})

it('sends what an annotation marks as a piece of its own', () => {
  const file = { file_id: 'file_1' }
  const events = write((run) =>
    run.message('Cake is best【0】, they say.', {
      annotations: [{ type: 'file_citation', text: '【0】', file_citation: file }],
      by: 9,
    }),
  )
  const annotation = { type: 'file_citation', text: '【0】', start_index: 12, end_index: 15 }

  expect(deltasOf(events)).toEqual([
    { index: 0, type: 'text', text: { value: 'Cake is b', annotations: [] } },
    { index: 0, type: 'text', text: { value: 'est' } },
    {
      index: 0,
      type: 'text',
      text: {
        value: '【0】',
        annotations: [{ index: 0, ...annotation, file_citation: { ...file, quote: '' } }],
      },
    },
    { index: 0, type: 'text', text: { value: ', t' } },
    { index: 0, type: 'text', text: { value: 'hey say.' } },
  ])
  expect(foldMessages(events)).toMatchObject([
    { content: [{ text: { annotations: [{ ...annotation, file_citation: file }] } }] },
  ])
})

it('refuses an annotation of what is not in the text', () => {
  const annotation = { type: 'file_path', text: 'a.csv', file_path: { file_id: 'file_1' } } as const

  expect(() => write((run) => run.message('Hi', { annotations: [annotation] }))).toThrow(
    'Failed to annotate a message: "a.csv" is not in its text',
  )
})

it('runs code in a step of its own', () => {
  const events = write(function* (run) {
    yield* run.codeInterpreter('6 * 7', [{ type: 'logs', logs: '42' }])
    yield* run.message('42')
    yield* run.completed()
  })
  const type = 'code_interpreter'

  expect(deltasOf(events).slice(0, -1)).toEqual([
    { index: 0, id: 'call_1', type, code_interpreter: { input: '', outputs: [] } },
    { index: 0, type, code_interpreter: { input: '6' } },
    { index: 0, type, code_interpreter: { input: ' *' } },
    { index: 0, type, code_interpreter: { input: ' 7' } },
    {
      index: 0,
      type,
      code_interpreter: { outputs: [{ index: 0, type: 'logs', logs: '42' }] },
    },
  ])
  expect(foldRunSteps(events)).toMatchObject([
    { id: 'step_1', type: 'tool_calls', status: 'completed' },
    { id: 'step_2', type: 'message_creation', status: 'completed' },
  ])
})

it('says what a search has found at the end of its step', () => {
  const results = [{ file_id: 'file_1', file_name: 'cake.txt', score: 0.7 }]
  const events = write((run) => run.fileSearch(results))
  const ranking_options = { ranker: 'default_2024_08_21', score_threshold: 0 }

  expect(deltasOf(events)).toEqual([
    { index: 0, id: 'call_1', type: 'file_search', file_search: { ranking_options, results: [] } },
  ])
  expect(foldRunSteps(events)).toMatchObject([
    { step_details: { tool_calls: [{ file_search: { ranking_options, results } }] } },
  ])
})

it('stops for the outputs of functions, and keeps their step open', () => {
  const events = [...new Asking()]
  const deltas = deltasOf(events).slice(3)

  expect(namesOf(events).slice(-2)).toEqual(['run.step.delta', 'run.requires_action'])
  expect(deltas[0]).toEqual({
    index: 0,
    id: 'call_time',
    type: 'function',
    function: { name: 'get_time', arguments: '', output: null },
  })
  expect(deltas[1]).toEqual({
    index: 0,
    type: 'function',
    function: { arguments: '{"city":"Paris"}' },
  })
  expect(deltas).toHaveLength(2 + 5 + 2)
  expect(foldRun(events)).toMatchObject({
    status: 'requires_action',
    usage: null,
    required_action: {
      submit_tool_outputs: {
        tool_calls: [
          { id: 'call_time', function: { arguments: '{"city":"Paris"}' } },
          { id: 'call_1', function: { arguments: '{"city" : "Rome"}' } },
          { id: 'call_2', function: { name: 'get_mood', arguments: '{}' } },
        ],
      },
    },
  })
})

it('goes on with the end of the step that asked', () => {
  const events = write(
    function* (run) {
      yield* run.message('It is noon.', { usage: { completion_tokens: 2 } })
      yield* run.completed()
    },
    continueRun(new Asking(), outputs),
  )

  expect(namesOf(events).slice(0, 4)).toEqual([
    'run.step.completed',
    'run.queued',
    'run.in_progress',
    'run.step.created',
  ])
  expect(events[0]).toMatchObject({
    data: {
      id: 'step_2',
      status: 'completed',
      step_details: {
        tool_calls: [
          { id: 'call_time', function: { name: 'get_time', output: '12:00' } },
          { id: 'call_1', function: { output: 'rain' } },
          { id: 'call_2', function: { output: '' } },
        ],
      },
    },
  })
  expect(events[1]).toMatchObject({
    data: { status: 'queued', started_at: 1700000000, required_action: null },
  })
  expect(foldMessages(events)).toMatchObject([{ id: 'msg_2', thread_id: 'thread_9' }])
  expect(foldRun(events)).toMatchObject({ model: 'gpt-4o-mini', usage: { completion_tokens: 6 } })
})

it('goes on from a run alone', () => {
  const run = foldRun(new Asking())
  const [first] = continueRun([{ event: 'thread.run.requires_action', data: run }], outputs).start()

  expect(problems(runEvent, first)).toEqual([])
  expect(first).toMatchObject({ event: 'thread.run.step.completed', data: { id: 'step_1' } })
})

it('goes on more than once', () => {
  const again = write(
    (run) => run.toolCalls([{ name: 'get_date' }]),
    continueRun(new Asking(), outputs),
  )
  const events = write(
    (run) => run.message('Monday'),
    continueRun(again, [{ tool_call_id: 'call_3', output: 'Monday' }]),
  )

  expect(foldRunSteps(events)).toMatchObject([{ id: 'step_3' }, { id: 'step_4' }])
})

it('refuses to go on without every output', () => {
  expect(() => continueRun(new Asking(), outputs.slice(1))).toThrow(
    'Failed to continue a run: expected an output for call_2',
  )
})

it('refuses to go on where nothing is asked', () => {
  expect(() => continueRun(runWriter().completed(), [])).toThrow(
    'Failed to continue a run: expected one that requires action, and it is completed.',
  )
})

it('ends a message with a run that comes to the end of its tokens', () => {
  const events = write(function* (run) {
    yield* cutOff(run)
    yield* run.incomplete()
  })

  expect(namesOf(events).slice(-3)).toEqual([
    'message.incomplete',
    'run.step.completed',
    'run.incomplete',
  ])
  expect(foldMessages(events)).toMatchObject([
    { status: 'incomplete', incomplete_details: { reason: 'max_tokens' }, completed_at: null },
  ])
  expect(foldRun(events).incomplete_details).toEqual({ reason: 'max_completion_tokens' })
})

it('ends a step with a run that fails', () => {
  const events = write(function* (run) {
    yield* cutOff(run)
    yield* run.failed({ code: 'rate_limit_exceeded', message: 'Slow down' })
  })
  const failed = {
    status: 'failed',
    failed_at: 1700000000,
    last_error: { code: 'rate_limit_exceeded', message: 'Slow down' },
  }

  expect(namesOf(events).slice(-3)).toEqual(['message.incomplete', 'run.step.failed', 'run.failed'])
  expect(foldRun(events)).toMatchObject(failed)
  expect(foldRunSteps(events)).toMatchObject([failed])
  expect(foldMessages(events)).toMatchObject([{ incomplete_details: { reason: 'run_failed' } }])
})

it('ends a step with a run that is cancelled', () => {
  const events = write(function* (run) {
    yield* run.codeInterpreter('while True: pass', [], { status: 'in_progress' })
    yield* run.cancelled()
  })

  expect(namesOf(events).slice(-3)).toEqual([
    'run.cancelling',
    'run.step.cancelled',
    'run.cancelled',
  ])
  expect(foldRun(events)).toMatchObject({ status: 'cancelled', cancelled_at: 1700000000 })
})

it('ends a step with a run that expires', () => {
  const events = write(function* (run) {
    yield* cutOff(run)
    yield* run.expired()
  })

  expect(namesOf(events).slice(-3)).toEqual([
    'message.incomplete',
    'run.step.expired',
    'run.expired',
  ])
  expect(foldRun(events)).toMatchObject({ status: 'expired', expires_at: 1700000600 })
})

it('completes what is open with its run', () => {
  const open = write(function* (run) {
    yield* run.message('Whole', { status: 'in_progress' })
    yield* run.completed()
  })
  const closed = write(function* (run) {
    yield* run.message('Whole')
    yield* run.completed()
  })

  expect(open).toEqual(closed)
})

it.each<[Run['status'], (run: RunWriter) => Iterable<AssistantStreamEvent>]>([
  ['completed', (run) => run.completed()],
  ['incomplete', (run) => run.incomplete()],
  ['failed', (run) => run.failed()],
  ['cancelled', (run) => run.cancelled()],
  ['expired', (run) => run.expired()],
  ['requires_action', (run) => run.toolCalls([{ name: 'get_time' }])],
])('writes nothing after a run that is %s', (status, end) => {
  const run = runWriter()
  write(end, run)

  for (const more of [run.message('more'), run.completed(), run.start()]) {
    expect(() => [...more]).toThrow(`the stream has ended, with a run that is ${status}.`)
  }
})

it('writes nothing beside a step that is open', () => {
  const run = runWriter()
  write(cutOff, run)

  expect(() => write((open) => open.fileSearch(), run)).toThrow(
    'Failed to write a search: the step step_1 is still open.',
  )
})

it('starts only once', () => {
  const run = runWriter()
  write(() => run.message('Hi'), run)

  expect(() => [...run.start()]).toThrow('it has started already')
  expect(() => [...run.thread()]).toThrow('it comes once, before its run is created')
})

it('names the line of the author that is out of order', () => {
  const error = expect.objectContaining({ stack: expect.stringContaining('misplaced') })

  expect(() => write(misplaced)).toThrow(error)
})
