import type { AssistantStreamEvent } from 'openai/resources/beta/assistants'
import type { Message } from 'openai/resources/beta/threads/messages'
import type { Run } from 'openai/resources/beta/threads/runs/runs'
import type { RunStep } from 'openai/resources/beta/threads/runs/steps'
import type { UnfoldRequest } from '../endpoint.js'
import { assertShape } from '../protocol/assert-shape.js'
import { valueAt } from '../protocol/fields.js'
import type { By } from '../protocol/cut-text.js'
import { cancelling, close, inProgress, open, queued, type Written } from './lifecycle.js'
import { newThread } from './objects.js'
import { unfoldable } from './run-schema.js'

/** A run with its messages and its steps, which are not in the SDK's `Run`. */
export type RunResource = Run & {
  /** The messages that the run writes, in order. */
  messages?: Message[]
  /** The steps of the run, in order. */
  steps?: RunStep[]
}

/**
 * Unfolds a run, its messages and its steps to the events of a stream. The events of a message are
 * among those of the step that creates the message.
 *
 * @param request The request. With `tool_outputs` in its `body`, the run continues: the stream
 * begins with the end of the first step, if that step called functions. Its `by` is the way to cut
 * the texts.
 * @throws {TypeError} When the run, a message or a step is damaged.
 *
 * @example
 * expect(foldRun(unfoldRun(run))).toEqual(run)
 */
export function* unfoldRun(
  resource: RunResource,
  { body, by }: Partial<UnfoldRequest> = {},
): Generator<AssistantStreamEvent> {
  assertShape(unfoldable, resource, 'unfold a run')
  const run = plainRun(resource)
  const written = writtenIn(resource)
  if (valueAt(body, 'tool_outputs') === undefined) {
    yield { event: 'thread.run.created', data: queued(run) }
  } else if (isAnswered(written[0])) yield* close(written.shift() ?? {})
  yield* start(run)

  const last = written.pop()
  for (const one of written) {
    yield* openCut(one, by)
    yield* close(one)
  }
  if (last) yield* openCut(last, by)
  if (run.status === 'cancelled') yield { event: 'thread.run.cancelling', data: cancelling(run) }
  if (last) yield* close(last)
  if (run.status !== 'queued' && run.status !== 'in_progress') {
    yield { event: `thread.run.${run.status}`, data: run }
  }
}

/** Makes the event of a thread that is created with its run, and then the events of {@link unfoldRun}. */
export function* unfoldThreadAndRun(
  resource: RunResource,
  request: Partial<UnfoldRequest> = {},
): Generator<AssistantStreamEvent> {
  assertShape(unfoldable, resource, 'unfold a run')
  yield { event: 'thread.created', data: newThread(resource) }
  yield* unfoldRun(resource, request)
}

/** Gives a run without its messages and steps: the answer to a request without `stream: true`. */
export function plainRun(resource: RunResource): Run {
  const { messages: _, steps: __, ...run } = resource
  return run
}

/** Makes the events of a step and its message, which are all cut in one way. */
function openCut(written: Written, by: By | undefined): Generator<AssistantStreamEvent> {
  const details = written.step?.step_details
  const count = details?.type === 'tool_calls' ? details.tool_calls.length : 1
  return open(
    written,
    Array.from({ length: count }, () => by),
  )
}

function* start(run: Run): Generator<AssistantStreamEvent> {
  yield { event: 'thread.run.queued', data: run.status === 'queued' ? run : queued(run) }
  if (run.status === 'queued') return

  const data = run.status === 'in_progress' ? run : inProgress(run)
  yield { event: 'thread.run.in_progress', data }
}

/** Lists each step with the message that the step creates, then the messages that no step creates. */
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

/** Recognizes a step with outputs of functions. */
function isAnswered({ step }: Written = {}): boolean {
  return (
    step?.step_details.type === 'tool_calls' &&
    step.step_details.tool_calls.some(
      (call) => call.type === 'function' && call.function.output !== null,
    )
  )
}
