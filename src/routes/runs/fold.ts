import type { AssistantStreamEvent } from 'openai/resources/beta/assistants'
import type { Message } from 'openai/resources/beta/threads/messages'
import type { Run } from 'openai/resources/beta/threads/runs/runs'
import type { RunStep } from 'openai/resources/beta/threads/runs/steps'
import { isRecord } from '../protocol/defaults.js'
import { at, textAt } from '../protocol/fields.js'
import { print } from '../protocol/print.js'
import { MessagesReading } from './message-reading.js'
import { StepsReading } from './step-reading.js'

/**
 * Folds the events of a stream to the last run that they carry, which is the answer to a request
 * without `stream: true`. OpenAI answers such a request with a run that is still queued, and clients
 * poll until it is over; here the first answer is over already.
 *
 * @throws {Error} When no event carries a run.
 * @throws {TypeError} When an event of a run carries nothing.
 *
 * @example
 * expect(foldRun(new Greeting()).status).toBe('completed')
 */
export function foldRun(events: Iterable<AssistantStreamEvent>): Run {
  let run: unknown
  for (const event of events) {
    const name = textAt(event, 'event')
    if (name.startsWith('thread.run.') && !name.startsWith(STEP)) run = dataOf(event, name)
  }
  // An event of a run carried it.
  if (run) return run as Run

  throw new Error(
    'Failed to fold a run: expected one event that carries it, such as thread.run.completed.',
  )
}

/**
 * Folds the events of a stream to its messages, in the order of their first events. The text of a
 * message is its deltas, or the text of the whole message where it has no deltas.
 *
 * @throws {Error} When a delta comes before its message.
 * @throws {TypeError} When an event of a message has no id or no delta, or a delta has an impossible index.
 *
 * @example
 * expect(foldMessages(new Greeting())).toMatchObject([{ status: 'completed' }])
 */
export function foldMessages(events: Iterable<AssistantStreamEvent>): Message[] {
  const reading = new MessagesReading()
  for (const event of events) {
    assertReadable(event, MESSAGE, reading.messages)
    reading.read(event)
  }
  // Whole messages, with the content that their deltas brought.
  return [...reading.messages.values()].map((message) => message.fold() as Message)
}

/**
 * Folds the events of a stream to its steps, in the order of their first events. The arguments of a
 * call are its deltas, or those of the whole step, or those that the run requires.
 *
 * @throws {Error} When a delta comes before its step.
 * @throws {TypeError} When an event of a step has no id or no delta, or a delta has an impossible index.
 *
 * @example
 * expect(foldRunSteps(new Greeting())).toMatchObject([{ type: 'message_creation' }])
 */
export function foldRunSteps(events: Iterable<AssistantStreamEvent>): RunStep[] {
  const reading = new StepsReading()
  for (const event of events) {
    assertReadable(event, STEP, reading.steps)
    reading.read(event)
  }
  reading.placeRequired()
  // Whole steps, with the calls that their deltas brought.
  return [...reading.steps.values()].map((step) => step.fold() as RunStep)
}

const MESSAGE = 'thread.message.'
const STEP = 'thread.run.step.'

/** Refuses an event of a family from which nothing can be read. Other events are passed over. */
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

function dataOf(event: unknown, name: string): Record<string, unknown> {
  const data = at(event, 'data')
  if (isRecord(data)) return data

  throw new TypeError(
    `Failed to fold ${name}: expected an object as its data, received ${print(data)}.`,
  )
}
