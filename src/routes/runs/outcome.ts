import type { Message } from 'openai/resources/beta/threads/messages'
import type { Run } from 'openai/resources/beta/threads/runs/runs'
import type { RunStep } from 'openai/resources/beta/threads/runs/steps'

/** How a run ends, and with it the step and the message that are open. */
export interface Outcome {
  readonly run: Partial<Run> & Pick<Run, 'status'>
  readonly step: Partial<RunStep>
  readonly message: Partial<Message>
}

/** All is done. */
export function completion({ created_at }: Run) {
  const done = { status: 'completed', completed_at: created_at } as const
  return { run: done, step: done, message: done } satisfies Outcome
}

/** The tokens have run out. */
export function exhaustion(run: Run, reason: Run.IncompleteDetails['reason'] & string): Outcome {
  return {
    ...completion(run),
    run: { status: 'incomplete', completed_at: run.created_at, incomplete_details: { reason } },
    message: cutOff(run, 'max_tokens'),
  }
}

/** Something went wrong. */
export function failure(run: Run, { code, message }: Run.LastError): Outcome {
  const failed = { status: 'failed', failed_at: run.created_at } as const
  // A step has no code for a prompt, which is not its own.
  const stepCode = code === 'invalid_prompt' ? 'server_error' : code
  return {
    run: { ...failed, last_error: { code, message } },
    step: { ...failed, last_error: { code: stepCode, message } },
    message: cutOff(run, 'run_failed'),
  }
}

/** The client has cancelled it. */
export function cancellation(run: Run): Outcome {
  const cancelled = { status: 'cancelled', cancelled_at: run.created_at } as const
  return { run: cancelled, step: cancelled, message: cutOff(run, 'run_cancelled') }
}

/** It took too long. */
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
