import { isRecord } from '../protocol/defaults.js'
import { print } from '../protocol/print.js'
import { textAt, valueAt } from '../protocol/fields.js'
import {
  endsRun,
  type CreatedKind,
  type RunEvent,
  type RunRule,
  type RunState,
} from './run-state.js'

/** The events after which an event of the run may come. */
const BEFORE = new Map<string, readonly string[]>(
  Object.entries({
    created: [],
    queued: ['created'],
    in_progress: ['queued'],
    requires_action: ['in_progress'],
    completed: ['in_progress'],
    incomplete: ['in_progress'],
    cancelling: ['queued', 'in_progress'],
    cancelled: ['queued', 'in_progress', 'cancelling'],
    failed: ['queued', 'in_progress', 'cancelling'],
    expired: ['queued', 'in_progress', 'cancelling'],
  }),
)

/** The fields of a run that say why it ended. */
const DETAILS = new Map([
  ['failed', 'last_error'],
  // An incomplete run may have none: the SDK's type has no reason for a content filter.
  ['requires_action', 'required_action'],
])

/** The rules for the run itself. */
export const runLevelRules: readonly RunRule[] = [
  {
    id: 'runs/first-event',
    severity: 'error',
    reason:
      'A client takes the ids of the run and of a new thread from the first event of the stream.',
    event({ event }, before) {
      const { hasBegun, beginnings } = before
      const { name } = before.read(event)
      // An event without a name does not match the schema, and may be any event.
      if (hasBegun || name === '' || name === 'error' || beginnings.includes(name)) return undefined
      return {
        message: `The stream begins with ${print(name)}.${adviceFor(name, before)}`,
        expected: beginnings,
        received: name,
      }
    },
  },
  {
    id: 'runs/thread-first',
    severity: 'warning',
    reason: 'A thread is created once, before its run.',
    event({ event }, before) {
      const { hasBegun } = before
      const { name, kind } = before.read(event)
      return hasBegun && kind === 'thread'
        ? { message: 'The event comes too late, or twice.', received: name }
        : undefined
    },
  },
  {
    id: 'runs/status',
    severity: 'error',
    reason:
      'Clients read the state of a run, a step or a message from its status, which the event repeats.',
    event({ event }, before) {
      const read = before.read(event)
      const expected = statusesOf(read)
      const received = valueAt(read.data, 'status')
      if (!expected || expected.some((status) => status === received)) return undefined
      return { message: `The status contradicts ${print(read.name)}.`, expected, received }
    },
  },
  {
    id: 'runs/run-order',
    severity: 'warning',
    reason: 'A run is created, queued and in progress, each once and in this order, and then ends.',
    event({ event }, before) {
      const { status, isContinued } = before
      const { kind, verb } = before.read(event)
      if (kind !== 'run') return undefined
      const expected = BEFORE.get(verb) ?? []
      // The run of another stream begins in the queue.
      const isFirst = status === '' && (verb === 'created' || (isContinued && verb === 'queued'))
      if (isFirst || expected.includes(status)) return undefined
      return {
        message: `The run is ${verb} ${status ? `after it was ${status}` : 'before it is created'}.`,
        expected,
        received: status,
      }
    },
  },
  {
    id: 'runs/run-id',
    severity: 'error',
    once: true,
    reason: 'A client submits the outputs of tools to the run whose id it saw first.',
    event({ event }, before) {
      const { run } = before
      const { kind, data } = before.read(event)
      const field = kind === 'run' ? 'id' : 'run_id'
      const received = valueAt(data, field)
      if (!run || received === undefined || received === run.id) return undefined
      return { message: `The ${field} is not that of the run.`, expected: run.id, received }
    },
  },
  {
    id: 'runs/thread-id',
    severity: 'error',
    once: true,
    reason: 'A client continues the thread whose id it saw first.',
    event({ event }, before) {
      const { run } = before
      const received = valueAt(before.read(event).data, 'thread_id')
      if (!run || received === undefined || received === run.thread_id) return undefined
      return { message: 'The thread_id is not that of the run.', expected: run.thread_id, received }
    },
  },
  {
    id: 'runs/ending-details',
    severity: 'warning',
    reason: 'A run says why it ended: in last_error or required_action.',
    event({ event }, before) {
      const { kind, verb, data } = before.read(event)
      const field = DETAILS.get(verb)
      if (kind !== 'run' || !field || isRecord(valueAt(data, field))) return undefined
      return { message: `The run has no ${field}.`, received: valueAt(data, field) }
    },
  },
  {
    id: 'runs/error-shape',
    severity: 'warning',
    reason:
      'Clients of openai 6 take a flat error for an ordinary event: they throw at a nested error alone.',
    event({ event }, before) {
      const { name, data } = before.read(event)
      if (name !== 'error' || textAt(data, 'error', 'message') !== '') return undefined
      return {
        message: 'The error is not nested: { error: { type, code, message, param } }.',
        received: data,
      }
    },
  },
  {
    id: 'runs/ending-missing',
    severity: 'error',
    reason: 'The stream helper of the SDK throws where the last event of the run is missing.',
    end: ({ ending, hasUnnamed }, { failed }) =>
      ending || hasUnnamed || failed
        ? undefined
        : { message: 'The stream has no last event of the run, such as thread.run.completed.' },
  },
  {
    id: 'runs/ending-last',
    severity: 'error',
    once: true,
    reason: 'A client stops at the event that ends the run, and misses every later one.',
    event({ event }, before) {
      const { ending } = before
      const { name } = before.read(event)
      if (!ending) return undefined
      return { message: `An event follows ${ending}.`, received: name }
    },
  },
  stillOpen('message'),
  stillOpen('step'),
]

/** Gives the advice for a stream that may be one of a run that continues. */
function adviceFor(name: string, { isContinued }: RunState): string {
  return name === 'thread.run.queued' && !isContinued
    ? ' Lint a run that continues with the outputs of tools with --endpoint beta.threads.runs.submitToolOutputs.'
    : ''
}

/** Makes the rule that the steps or the messages of a run end before the run. */
function stillOpen(kind: CreatedKind): RunRule {
  return {
    id: `runs/${kind}-ended`,
    severity: 'error',
    reason: `A client that waits for the whole ${kind} never gets it.`,
    event({ event }, before) {
      const read = before.read(event)
      if (!endsRun(read) || before.ending || read.name === 'error') return undefined
      return openOnes(kind, read, before).map(([id, { messageId }]) => {
        const isOpen = before.open.message.has(messageId)
        const also = isOpen ? ` and the message ${print(messageId)}` : ''
        return { message: `The run ends before its ${kind} ${print(id)}${also}.`, received: id }
      })
    },
  }
}

/** Lists the steps or messages that are open, and should not be. A message of an open step is part of the step. */
function openOnes(kind: CreatedKind, { verb }: RunEvent, { open, creators }: RunState) {
  return [...open[kind]].filter(([id, { type }]) => {
    const step = kind === 'message' && typeof id === 'string' ? creators.get(id) : undefined
    const isOfOpenStep = step !== undefined && step.end === undefined
    return !isOfOpenStep && !(verb === 'requires_action' && type === 'tool_calls')
  })
}

/** Gives the statuses that fit an event; undefined for an event without a status. */
function statusesOf({ kind, verb }: RunEvent): string[] | undefined {
  if (kind === undefined || kind === 'thread' || verb === 'delta') return undefined
  if (verb === 'created') return [kind === 'run' ? 'queued' : 'in_progress']
  // OpenAI was recorded to end an incomplete run with thread.run.completed.
  return kind === 'run' && verb === 'completed' ? ['completed', 'incomplete'] : [verb]
}
