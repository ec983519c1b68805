import type { AssistantStreamEvent } from 'openai/resources/beta/assistants'
import type { Message } from 'openai/resources/beta/threads/messages'
import type { Run } from 'openai/resources/beta/threads/runs/runs'
import type { RunStep, ToolCallDelta } from 'openai/resources/beta/threads/runs/steps'
import type { By } from '../protocol/cut-text.js'
import { callDeltas, contentDeltas } from './deltas.js'
import { LIFETIME } from './objects.js'

/** A step of a run, the message that it creates, or both. */
export interface Written {
  readonly step?: RunStep | undefined
  readonly message?: Message | undefined
}

/** The fields that are null in every run and every step before its end. */
const unended = {
  cancelled_at: null,
  completed_at: null,
  failed_at: null,
  last_error: null,
  usage: null,
}

/** Gives the state of a run before its start. */
export function queued(run: Run): Run {
  return {
    ...run,
    ...unended,
    status: 'queued',
    started_at: null,
    expires_at: run.expires_at ?? run.created_at + LIFETIME,
    required_action: null,
    incomplete_details: null,
  }
}

/** Gives the state of a run before its end. */
export function inProgress(run: Run): Run {
  return { ...queued(run), status: 'in_progress', started_at: run.started_at ?? run.created_at }
}

/** Gives the state of a run while the server cancels the run. */
export function cancelling(run: Run): Run {
  return { ...inProgress(run), status: 'cancelling' }
}

/**
 * Makes the events of a step and its message, up to their end.
 *
 * @param cuts The ways to cut the message, or each of the calls.
 */
export function* open(
  { step, message }: Written,
  cuts: ReadonlyArray<By | undefined> = [],
): Generator<AssistantStreamEvent> {
  if (step) yield* openStep(step)
  if (message) yield* openMessage(message, cuts[0])
  if (step?.step_details.type !== 'tool_calls') return

  for (const [index, call] of step.step_details.tool_calls.entries()) {
    for (const delta of callDeltas(call, index, cuts[index])) yield stepDelta(step, delta)
  }
}

/** Makes the events that end a message and a step. A message or a step in progress has no end. */
export function* close({ step, message }: Written): Generator<AssistantStreamEvent> {
  if (message && message.status !== 'in_progress') {
    yield { event: `thread.message.${message.status}`, data: message }
  }
  if (step && step.status !== 'in_progress') {
    yield { event: `thread.run.step.${step.status}`, data: step }
  }
}

function* openStep(step: RunStep): Generator<AssistantStreamEvent> {
  const { step_details } = step
  const data: RunStep = {
    ...step,
    ...unended,
    ...('expired_at' in step && { expired_at: null }),
    status: 'in_progress',
    step_details:
      step_details.type === 'tool_calls' ? { ...step_details, tool_calls: [] } : step_details,
  }
  yield { event: 'thread.run.step.created', data }
  yield { event: 'thread.run.step.in_progress', data }
}

function* openMessage(message: Message, by?: By): Generator<AssistantStreamEvent> {
  const { id } = message
  const data: Message = {
    ...message,
    status: 'in_progress',
    incomplete_details: null,
    incomplete_at: null,
    completed_at: null,
    content: [],
  }
  yield { event: 'thread.message.created', data }
  yield { event: 'thread.message.in_progress', data }

  for (const delta of contentDeltas(message.content, by)) {
    yield {
      event: 'thread.message.delta',
      data: { id, object: 'thread.message.delta', delta: { content: [delta] } },
    }
  }
}

function stepDelta({ id }: RunStep, delta: ToolCallDelta): AssistantStreamEvent {
  const step_details = { type: 'tool_calls' as const, tool_calls: [delta] }
  return {
    event: 'thread.run.step.delta',
    data: { id, object: 'thread.run.step.delta', delta: { step_details } },
  }
}

/** The fields that a run, its open step and its open message get at the end of the run. */
export interface Outcome {
  readonly run: Partial<Run> & Pick<Run, 'status'>
  readonly step: Partial<RunStep>
  readonly message: Partial<Message>
}

/** Makes the end of a run that completes. */
export function completion({ created_at }: Run) {
  const done = { status: 'completed', completed_at: created_at } as const
  return { run: done, step: done, message: done } satisfies Outcome
}

/** Makes the end of a run that has used up its tokens. */
export function exhaustion(run: Run, reason: Run.IncompleteDetails['reason'] & string): Outcome {
  return {
    ...completion(run),
    run: { status: 'incomplete', completed_at: run.created_at, incomplete_details: { reason } },
    message: cutOff(run, 'max_tokens'),
  }
}

/** Makes the end of a run that fails. */
export function failure(run: Run, { code, message }: Run.LastError): Outcome {
  const failed = { status: 'failed', failed_at: run.created_at } as const
  // A step has no such code as `invalid_prompt`.
  const stepCode = code === 'invalid_prompt' ? 'server_error' : code
  return {
    run: { ...failed, last_error: { code, message } },
    step: { ...failed, last_error: { code: stepCode, message } },
    message: cutOff(run, 'run_failed'),
  }
}

/** Makes the end of a run that is cancelled. */
export function cancellation(run: Run): Outcome {
  const cancelled = { status: 'cancelled', cancelled_at: run.created_at } as const
  return { run: cancelled, step: cancelled, message: cutOff(run, 'run_cancelled') }
}

/** Makes the end of a run that expires. */
export function expiry(run: Run): Outcome {
  const { expires_at } = run
  return {
    run: { status: 'expired', expires_at },
    step: { status: 'expired', expired_at: expires_at },
    message: cutOff(run, 'run_expired'),
  }
}

/** Makes the end of a message that is cut off. */
function cutOff(
  { created_at }: Run,
  reason: Message.IncompleteDetails['reason'],
): Partial<Message> {
  return { status: 'incomplete', incomplete_at: created_at, incomplete_details: { reason } }
}
