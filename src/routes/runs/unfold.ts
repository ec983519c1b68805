import type { AssistantStreamEvent } from 'openai/resources/beta/assistants'
import type { Message } from 'openai/resources/beta/threads/messages'
import type { Run } from 'openai/resources/beta/threads/runs/runs'
import type { RunStep } from 'openai/resources/beta/threads/runs/steps'
import type { CallRequest } from '../endpoint.js'
import { at } from '../protocol/fields.js'
import { cancelling, close, inProgress, open, queued, type Written } from './lifecycle.js'
import { newThread } from './objects.js'

/** A run with the messages and the steps of its stream, which a run alone does not hold. */
export type RunResource = Run & { messages?: Message[]; steps?: RunStep[] }

/**
 * Unfolds a run, its messages and its steps to the events of a stream. A message is written with the
 * step that creates it.
 *
 * @param request The request that the stream answers. Where its `body` has `tool_outputs`, the run is
 * continued: the stream begins with the end of the first step, if that called functions.
 *
 * @example
 * expect(foldRun(unfoldRun(run))).toEqual(run)
 */
export function* unfoldRun(
  resource: RunResource,
  { body }: Partial<CallRequest> = {},
): Generator<AssistantStreamEvent> {
  const run = plainRun(resource)
  const written = writtenIn(resource)
  if (at(body, 'tool_outputs') === undefined) {
    yield { event: 'thread.run.created', data: queued(run) }
  } else if (isAnswered(written[0])) yield* close(written.shift() ?? {})
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

/** Unfolds a run to the events of {@link unfoldRun}, behind that of the thread created with the run. */
export function* unfoldThreadAndRun(
  resource: RunResource,
  request: Partial<CallRequest> = {},
): Generator<AssistantStreamEvent> {
  yield { event: 'thread.created', data: newThread(resource) }
  yield* unfoldRun(resource, request)
}

/** Gives a run without its messages and steps, as a request without `stream: true` gets it. */
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

/** Lists each step with the message that it creates, then the messages that no step creates. */
function writtenIn({ messages = [], steps = [] }: RunResource): Written[] {
  const remaining = new Map(messages.map((message) => [message.id, message]))
  const written = steps.map((step) => {
    const details = step.step_details
    const id = details.type === 'message_creation' ? details.message_creation.message_id : ''
    const message = remaining.get(id)
    remaining.delete(id)
    return { step, message }
  })
  return [...written, ...[...remaining.values()].map((message) => ({ message }))]
}

/** Recognizes a step whose functions have their outputs. */
function isAnswered({ step }: Written = {}): boolean {
  return (
    step?.step_details.type === 'tool_calls' &&
    step.step_details.tool_calls.some(
      (call) => call.type === 'function' && call.function.output !== null,
    )
  )
}
