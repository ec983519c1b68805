import type { Message, MessageDeltaEvent, TextDelta } from 'openai/resources/beta/threads/messages'
import type { Run } from 'openai/resources/beta/threads/runs/runs'
import type { RunStep } from 'openai/resources/beta/threads/runs/steps'

const ids = { assistant_id: 'asst_1', thread_id: 'thread_1', created_at: 1700000000, metadata: {} }
const open = {
  cancelled_at: null,
  completed_at: null,
  failed_at: null,
  last_error: null,
  usage: null,
}

/** A whole run. */
export function run(status: Run['status'], changes: Partial<Run> = {}): Run {
  return {
    ...ids,
    ...open,
    id: 'run_1',
    object: 'thread.run',
    status,
    started_at: null,
    expires_at: null,
    required_action: null,
    incomplete_details: null,
    model: 'gpt-5',
    instructions: '',
    tools: [],
    parallel_tool_calls: true,
    max_completion_tokens: null,
    max_prompt_tokens: null,
    response_format: 'auto',
    tool_choice: 'auto',
    truncation_strategy: { type: 'auto' },
    ...changes,
  }
}

/** A whole step of that run. */
export function step(status: RunStep['status'], step_details: RunStep['step_details']): RunStep {
  const { type } = step_details
  const object = 'thread.run.step'
  return {
    ...ids,
    ...open,
    id: 'step_1',
    object,
    run_id: 'run_1',
    type,
    status,
    expired_at: null,
    step_details,
  }
}

/** A whole message of that run. */
export function message(status: Message['status'], text?: string): Message {
  return {
    ...ids,
    id: 'msg_1',
    object: 'thread.message',
    run_id: 'run_1',
    status,
    incomplete_details: null,
    incomplete_at: null,
    completed_at: null,
    role: 'assistant',
    content: text ? [{ type: 'text', text: { value: text, annotations: [] } }] : [],
    attachments: [],
  }
}

/** A piece of its text. */
export function delta(text: TextDelta): MessageDeltaEvent {
  const content = [{ index: 0, type: 'text' as const, text }]
  return { id: 'msg_1', object: 'thread.message.delta', delta: { content } }
}

/** A call of a function, with its output once it has one. */
export function call(output: string | null = null) {
  const called = { name: 'get_time', arguments: '{}', output }
  return { id: 'call_1', type: 'function' as const, function: called }
}

/** The action that a run waits for when it has called that function. */
export function required(): Run['required_action'] {
  return { type: 'submit_tool_outputs', submit_tool_outputs: { tool_calls: [call()] } }
}
