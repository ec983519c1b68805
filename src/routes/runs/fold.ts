import type { AssistantStreamEvent } from 'openai/resources/beta/assistants'
import type { Message } from 'openai/resources/beta/threads/messages'
import type { Run } from 'openai/resources/beta/threads/runs/runs'
import type { RunStep } from 'openai/resources/beta/threads/runs/steps'
import { joinDelta } from './join.js'

/**
 * The run that the events of a stream amount to: the last one that they carry.
 *
 * It is the answer to a request without `stream: true`. OpenAI answers such a
 * request at once, with a run that is still queued, and the client asks again
 * until it is over. Here the first answer is the last: a run that is over already.
 *
 * @throws {Error} When no event carries a run.
 */
export function foldRun(events: Iterable<AssistantStreamEvent>): Run {
  let run: Run | undefined
  for (const { data } of events) {
    if ('object' in data && data.object === 'thread.run') run = data
  }
  if (run) return run

  throw new Error(
    'Failed to fold a run: expected one event that carries it, such as thread.run.completed.',
  )
}

/**
 * The messages that the events of a stream amount to, in the order of their first events.
 * One that has no end yet holds what its deltas have brought.
 *
 * @throws {Error} When a delta comes before its message.
 */
export function foldMessages(events: Iterable<AssistantStreamEvent>): Message[] {
  const messages = new Map<string, Message>()
  for (const { event, data } of events) {
    if (!('object' in data)) continue
    if (data.object === 'thread.message') messages.set(data.id, data)
    if (data.object !== 'thread.message.delta') continue

    const message = expectBefore(messages, data.id, event)
    const content = joinDelta(message.content, data.delta.content ?? [])
    messages.set(data.id, { ...message, content })
  }
  return [...messages.values()]
}

/**
 * The steps that the events of a stream amount to, in the order of their first events.
 * One that has no end yet holds what its deltas have brought.
 *
 * @throws {Error} When a delta comes before its step.
 */
export function foldRunSteps(events: Iterable<AssistantStreamEvent>): RunStep[] {
  const steps = new Map<string, RunStep>()
  for (const { event, data } of events) {
    if (!('object' in data)) continue
    if (data.object === 'thread.run.step') steps.set(data.id, data)
    if (data.object !== 'thread.run.step.delta') continue

    const step = expectBefore(steps, data.id, event)
    const step_details = joinDelta(step.step_details, data.delta.step_details ?? {})
    steps.set(data.id, { ...step, step_details })
  }
  return [...steps.values()]
}

function expectBefore<Whole>(whole: Map<string, Whole>, id: string, event: string): Whole {
  const found = whole.get(id)
  if (found) return found

  throw new Error(
    `Failed to fold ${event} of ${id}: expected ${event.replace('delta', 'created')} before it.`,
  )
}
