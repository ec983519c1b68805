import type { Message } from 'openai/resources/beta/threads/messages'
import type { Run } from 'openai/resources/beta/threads/runs/runs'
import type { RunStep } from 'openai/resources/beta/threads/runs/steps'

/** The fields that the end of a run changes in the run, and in its open step and message. */
export interface Outcome {
  readonly run: Partial<Run> & Pick<Run, 'status'>
  readonly step: Partial<RunStep>
  readonly message: Partial<Message>
}

/** The end of a run that has completed. */
export function completion({ created_at }: Run) {
  const done = { status: 'completed', completed_at: created_at } as const
  return { run: done, step: done, message: done } satisfies Outcome
}

/** The end of a run that has used up its tokens. */
export function exhaustion(run: Run, reason: Run.IncompleteDetails['reason'] & string): Outcome {
  return {
    ...completion(run),
    run: { status: 'incomplete', completed_at: run.created_at, incomplete_details: { reason } },
    message: cutOff(run, 'max_tokens'),
  }
}

/** The end of a run that failed. */
export function failure(run: Run, { code, message }: Run.LastError): Outcome {
  const failed = { status: 'failed', failed_at: run.created_at } as const
  // A step has no code for an invalid prompt.
  const stepCode = code === 'invalid_prompt' ? 'server_error' : code
  return {
    run: { ...failed, last_error: { code, message } },
    step: { ...failed, last_error: { code: stepCode, message } },
    message: cutOff(run, 'run_failed'),
  }
}

/** The end of a run that the client cancelled. */
export function cancellation(run: Run): Outcome {
  const cancelled = { status: 'cancelled', cancelled_at: run.created_at } as const
  return { run: cancelled, step: cancelled, message: cutOff(run, 'run_cancelled') }
}

/** The end of a run that took too long. */
export function expiry(run: Run): Outcome {
  const { expires_at } = run
  return {
    run: { status: 'expired', expires_at },
    step: { status: 'expired', expired_at: expires_at },
    message: cutOff(run, 'run_expired'),
  }
}

function cutOff(
  { created_at }: Run,
  reason: Message.IncompleteDetails['reason'],
): Partial<Message> {
  return { status: 'incomplete', incomplete_at: created_at, incomplete_details: { reason } }
}
