import type { AssistantStreamEvent } from 'openai/resources/beta/assistants'
import type { Message } from 'openai/resources/beta/threads/messages'
import type { Run } from 'openai/resources/beta/threads/runs/runs'
import type { RunStep } from 'openai/resources/beta/threads/runs/steps'
import { assertEvents } from '../protocol/assert-events.js'
import { isRecord } from '../protocol/defaults.js'
import { textAt, valueAt } from '../protocol/fields.js'
import { print } from '../protocol/print.js'
import { MessagesReading } from './message-reading.js'
import { StepsReading } from './step-reading.js'

/**
 * Folds the events of a stream to the run that a request without `stream: true` gets: the last run
 * in an event. OpenAI answers such a request with a queued run, and clients poll; here the run has
 * ended already.
 *
 * @throws {Error} When no event contains a run.
 * @throws {TypeError} When the data of an event of a run is no object.
 *
 * @example
 * expect(foldRun(new Greeting()).status).toBe('completed')
 */
export function foldRun(events: Iterable<AssistantStreamEvent>): Run {
  assertEvents(events, 'fold a run')
  let run: unknown
  for (const event of events) {
    const name = textAt(event, 'event')
    if (name.startsWith('thread.run.') && !name.startsWith(STEP)) run = dataOf(event, name)
  }
  // The data of such an event is a run.
  if (run) return run as Run

  throw new Error(
    'Failed to fold a run: expected one event that carries it, such as thread.run.completed.',
  )
}

/**
 * Folds the events of a stream to the messages of the run, in the order of their first events. The
 * text of a message is joined of its deltas, or else taken of the whole message.
 *
 * @throws {Error} When a delta comes before its message.
 * @throws {TypeError} When an event of a message has no id or no delta, or a delta has an
 * impossible index.
 *
 * @example
 * expect(foldMessages(new Greeting())).toMatchObject([{ status: 'completed' }])
 */
export function foldMessages(events: Iterable<AssistantStreamEvent>): Message[] {
  assertEvents(events, 'fold the messages of a run')
  const reading = new MessagesReading()
  for (const event of events) {
    assertReadable(event, MESSAGE, reading.messages)
    reading.read(event)
  }
  // A folded message is a whole message, with the content of its deltas.
  return [...reading.messages.values()].map((message) => message.fold() as Message)
}

/**
 * Folds the events of a stream to the steps of the run, in the order of their first events. The
 * arguments of a call are joined of its deltas, or else taken of the whole step, or of the required
 * action.
 *
 * @throws {Error} When a delta comes before its step.
 * @throws {TypeError} When an event of a step has no id or no delta, or a delta has an impossible
 * index.
 *
 * @example
 * expect(foldRunSteps(new Greeting())).toMatchObject([{ type: 'message_creation' }])
 */
export function foldRunSteps(events: Iterable<AssistantStreamEvent>): RunStep[] {
  assertEvents(events, 'fold the steps of a run')
  const reading = new StepsReading()
  for (const event of events) {
    assertReadable(event, STEP, reading.steps)
    reading.read(event)
  }
  reading.placeRequired()
  // A folded step is a whole step, with the calls of its deltas.
  return [...reading.steps.values()].map((step) => step.fold() as RunStep)
}

const MESSAGE = 'thread.message.'
const STEP = 'thread.run.step.'

/** Checks that an event of a family can be read. Events of other families are skipped. */
function assertReadable(
  event: unknown,
  family: string,
  known: ReadonlyMap<unknown, { readonly whole: object | undefined }>,
): void {
  const name = textAt(event, 'event')
  if (!name.startsWith(family)) return

  const { id, delta } = dataOf(event, name)
  if (typeof id !== 'string') {
    throw new TypeError(`Failed to fold ${name}: expected an id, received ${print(id)}.`)
  }
  if (!name.endsWith('.delta')) return
  if (!isRecord(delta)) {
    throw new TypeError(
      `Failed to fold ${name} of ${id}: expected a delta, received ${print(delta)}.`,
    )
  }
  if (known.get(id)?.whole) return

  throw new Error(
    `Failed to fold ${name} of ${id}: expected ${name.replace('delta', 'created')} before it.`,
  )
}

/**
 * Gives the data of an event.
 *
 * @throws {TypeError} When the data is no object.
 */
function dataOf(event: unknown, name: string): Record<string, unknown> {
  const data = valueAt(event, 'data')
  if (isRecord(data)) return data

  throw new TypeError(
    `Failed to fold ${name}: expected an object as its data, received ${print(data)}.`,
  )
}
