import type { AssistantStreamEvent } from 'openai/resources/beta/assistants'
import type { Message } from 'openai/resources/beta/threads/messages'
import type { Run } from 'openai/resources/beta/threads/runs/runs'
import type { RunStep } from 'openai/resources/beta/threads/runs/steps'
import { cancelling, close, inProgress, open, queued, type Written } from './lifecycle.js'
import { newThread } from './objects.js'

/** A run with the messages and the steps of its stream, which a run alone does not hold. */
export type RunResource = Run & { messages?: Message[]; steps?: RunStep[] }

/**
 * The events of a stream that amounts to a run, its messages and its steps. A step
 * that creates a message is told along with it.
 *
 * @param body The body of the request. One with `tool_outputs` continues a run: its
 * stream begins with the end of the first step, where that has called functions.
 *
 * @example
 * expect(foldRun(unfoldRun(run))).toEqual(run)
 */
export function* unfoldRun(
  resource: RunResource,
  body: object = {},
): Generator<AssistantStreamEvent> {
  const run = plainRun(resource)
  const written = writtenIn(resource)
  if (!('tool_outputs' in body)) yield { event: 'thread.run.created', data: queued(run) }
  else if (isAnswered(written[0])) yield* close(written.shift() ?? {})
  yield* start(run)

  const last = written.pop()
  for (const one of written) {
    yield* open(one)
    yield* close(one)
  }
  if (last) yield* open(last)
  if (run.status === 'cancelled') yield { event: 'thread.run.cancelling', data: cancelling(run) }
  if (last) yield* close(last)
  if (run.status !== 'queued' && run.status !== 'in_progress') {
    yield { event: `thread.run.${run.status}`, data: run }
  }
}

/** The events of {@link unfoldRun}, of a run whose thread has been created with it. */
export function* unfoldThreadAndRun(resource: RunResource): Generator<AssistantStreamEvent> {
  yield { event: 'thread.created', data: newThread(resource) }
  yield* unfoldRun(resource)
}

/** A run as a request without `stream: true` gets it: without its messages and steps. */
export function plainRun(resource: RunResource): Run {
  const { messages: _, steps: __, ...run } = resource
  return run
}

function* start(run: Run): Generator<AssistantStreamEvent> {
  yield { event: 'thread.run.queued', data: run.status === 'queued' ? run : queued(run) }
  if (run.status === 'queued') return

  const data = run.status === 'in_progress' ? run : inProgress(run)
  yield { event: 'thread.run.in_progress', data }
}

/** Each step with the message that it creates, then the messages that no step creates. */
function writtenIn({ messages = [], steps = [] }: RunResource): Written[] {
  const left = new Map(messages.map((message) => [message.id, message]))
  const written = steps.map((step) => {
    const details = step.step_details
    const id = details.type === 'message_creation' ? details.message_creation.message_id : ''
    const message = left.get(id)
    left.delete(id)
    return { step, message }
  })
  return [...written, ...[...left.values()].map((message) => ({ message }))]
}

/** Whether it is a step whose functions have their outputs. */
function isAnswered({ step }: Written = {}): boolean {
  return (
    step?.step_details.type === 'tool_calls' &&
    step.step_details.tool_calls.some(
      (call) => call.type === 'function' && call.function.output !== null,
    )
  )
}
