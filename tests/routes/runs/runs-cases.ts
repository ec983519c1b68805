import type { AssistantStreamEvent } from 'openai/resources/beta/assistants'
import { beta, foldRunSteps, runWriter } from 'msw-openai/routes'
import {
  all,
  changesOf,
  drop,
  insert,
  move,
  repeat,
  set,
  type AnyEvent,
  type Change,
} from '../lint/changed-events.js'
import type { RuleCases } from '../lint/rule-case.js'

const { wire } = beta.threads.runs.create.endpoint

/** Copies the events of a run. */
export function copied(events: Iterable<AssistantStreamEvent>): AnyEvent[] {
  return [...events].map((event) => ({ ...event }))
}

/** Writes events as their endpoints do, with the terminator. */
function wireOf(events: readonly AnyEvent[]): string {
  const records = events.map(
    ({ event, data }) => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`,
  )
  return `${records.join('')}event: ${wire?.terminator?.event}\ndata: ${wire?.terminator?.data}\n\n`
}

const run = runWriter()

/** A run with code, a search and a message. */
export const stream = copied([
  ...run.codeInterpreter('print(6 * 7)', [{ type: 'logs', logs: '42' }]),
  ...run.fileSearch([{ file_id: 'file_1', file_name: 'hours.txt', score: 0.9 }]),
  ...run.message('Hello there, you'),
  ...run.completed(),
])

const asking = runWriter()

/** The events of a run that requires the outputs of functions. */
const asked = [
  ...asking.toolCalls([
    { name: 'look', arguments: { city: 'Paris' } },
    { name: 'ask', arguments: { of: 1 } },
  ]),
]
export const calling = copied(asked)

const failed = runWriter()
const failing = copied([...failed.message('Hi'), ...failed.failed()])

const right = wireOf(stream)

/** Makes a case of a change. */
function broken(change: Change, ...also: string[]) {
  return { wrong: wireOf(change(stream)), right, also: also.map((id) => `runs/${id}`) }
}

/** Makes a case of a change of the calls. */
function wrongCalls(change: Change, ...also: string[]) {
  return {
    wrong: wireOf(change(calling)),
    right: wireOf(calling),
    also: also.map((id) => `runs/${id}`),
  }
}

const QUEUED = 'thread.run.queued'
const COMPLETED = 'thread.run.completed'
const REQUIRES = 'thread.run.requires_action'
const STEP_CREATED = 'thread.run.step.created'
const STEP_BEGUN = 'thread.run.step.in_progress'
const STEP_DELTA = 'thread.run.step.delta'
const STEP_DONE = 'thread.run.step.completed'
const CREATED_MESSAGE = 'thread.message.created'
const MESSAGE_BEGUN = 'thread.message.in_progress'
const DELTA = 'thread.message.delta'
const MESSAGE_DONE = 'thread.message.completed'

const thread = {
  event: 'thread.created',
  data: { id: 'thread_1', object: 'thread', created_at: 0, metadata: {}, tool_resources: {} },
}
const error = { message: 'Overloaded', type: 'server_error', param: null, code: null }

/** Finds the last event of a name. */
function last(name: string): AnyEvent {
  const event = stream.findLast((each) => each['event'] === name)
  if (!event) throw new Error(`There is no ${name}.`)
  return event
}

/** The end of the step that calls the functions. */
const answered = {
  event: STEP_DONE,
  data: foldRunSteps(asked).map((step) => ({ ...step, status: 'completed' }))[0],
}

const stepEnds = all(drop(STEP_DONE, 2), drop(MESSAGE_DONE))
const secondMessage = set(CREATED_MESSAGE, 'data.id', 'msg_9')([last(CREATED_MESSAGE)])[0] ?? {}

export const runsCases: RuleCases = {
  'runs/first-event': broken((events) => [thread, ...events]),
  'runs/thread-first': broken(insert(thread, QUEUED)),
  'runs/status': broken(set(STEP_DONE, 'data.status', 'failed')),
  'runs/run-order': broken(drop(QUEUED)),
  'runs/run-id': broken(set(COMPLETED, 'data.id', 'run_2')),
  'runs/thread-id': broken(set(COMPLETED, 'data.thread_id', 'thread_2')),
  'runs/ending-details': {
    wrong: wireOf(set('thread.run.failed', 'data.last_error', null)(failing)),
    right: wireOf(failing),
  },
  'runs/error-shape': {
    wrong: wireOf([...stream.slice(0, 3), { event: 'error', data: error }]),
    right: wireOf([...stream.slice(0, 3), { event: 'error', data: { error } }]),
  },
  'runs/ending-missing': broken(drop(COMPLETED)),
  'runs/ending-last': broken(repeat(COMPLETED), 'run-order'),
  'runs/step-ended': broken(drop(STEP_DONE, 2)),
  'runs/message-ended': broken(drop(MESSAGE_DONE), 'message-before-step'),
  'runs/step-created-first': broken(drop(STEP_CREATED)),
  'runs/step-created-once': broken(repeat(STEP_CREATED)),
  'runs/one-step': broken(drop(STEP_DONE), 'step-ended'),
  'runs/step-in-progress': broken(drop(STEP_BEGUN)),
  'runs/step-closed': broken(repeat(STEP_DONE)),
  'runs/message-created-first': broken(drop(CREATED_MESSAGE)),
  'runs/message-created-once': broken(repeat(CREATED_MESSAGE)),
  'runs/one-message': broken(
    insert(secondMessage, MESSAGE_BEGUN),
    'message-of-step',
    'message-ended',
  ),
  'runs/message-in-progress': broken(drop(MESSAGE_BEGUN)),
  'runs/message-closed': broken(move(DELTA, MESSAGE_DONE), 'message-text'),
  'runs/step-while-running': broken(move('thread.run.in_progress', STEP_CREATED)),
  'runs/message-of-step': broken(
    set(STEP_CREATED, 'data.step_details.message_creation.message_id', 'msg_9', 2),
  ),
  'runs/message-before-step': broken((events) => [
    ...stepEnds(events).slice(0, -1),
    last(STEP_DONE),
    last(MESSAGE_DONE),
    last(COMPLETED),
  ]),
  'runs/delta-index': wrongCalls((events) =>
    events.map((event) => JSON.parse(JSON.stringify(event).replace('"index":1', '"index":2'))),
  ),
  'runs/delta-order': wrongCalls((events) => changesOf(events, 'swap')[6] ?? []),
  'runs/call-announced': broken(drop(STEP_DELTA), 'step-calls'),
  'runs/call-announced-once': wrongCalls(repeat(STEP_DELTA)),
  'runs/message-text': broken(drop(DELTA, 1)),
  'runs/step-calls': broken(drop(STEP_DELTA, 1)),
  'runs/required-step': wrongCalls(insert(answered, STEP_DELTA, -1)),
  'runs/required-calls': wrongCalls(drop(STEP_DELTA, -1)),
  'runs/arguments-json': wrongCalls(
    set(REQUIRES, 'data.required_action.submit_tool_outputs.tool_calls.0.function.arguments', '{'),
    'required-calls',
  ),
}
