import type {
  Message,
  MessageContent,
  TextContentBlock,
} from 'openai/resources/beta/threads/messages'
import type { Run, RunStatus } from 'openai/resources/beta/threads/runs/runs'
import type {
  CodeInterpreterToolCall,
  FileSearchToolCall,
  FunctionToolCall,
  RunStep,
  ToolCall,
} from 'openai/resources/beta/threads/runs/steps'
import type { Partially } from '../../streaming/index.js'
import { defined } from '../protocol/defaults.js'
import { fill } from '../protocol/defaults.js'
import { foldRun } from './fold.js'
import { inProgress } from './lifecycle.js'
import {
  DEFAULT_RANKING,
  newMessage,
  newRun,
  newStep,
  newUsage,
  withOutput,
  type RunWriterOptions,
  type RunRequest,
} from './objects.js'
import type { RunResource } from './unfold.js'
import { runWriter } from './writer.js'

/** The ids in the path of a request. */
export interface RunPath {
  readonly thread_id?: string
  readonly run_id?: string
}

/**
 * A whole run, with its messages and steps, of the assistant's text, or of one that lacks
 * what has a default. It has completed unless it says otherwise: by its status, or by what
 * it requires, why it failed, or why it is incomplete.
 *
 * @param body The body of the request: what it sets, such as the model, the run repeats.
 * @param path The ids in the path of the request, which are those of the run.
 */
export function completeRun(
  given: string | Partially<RunResource>,
  body: RunRequest = {},
  { thread_id, run_id }: RunPath = {},
): RunResource {
  const resource = typeof given === 'string' ? withText(given) : given
  const { messages: partialMessages = [], steps: partialSteps, ...partial } = resource
  const ids = { ...(run_id && { id: run_id }), ...(thread_id && { thread_id }) }
  const run = completeFields({ ...ids, ...partial }, body)
  const messages = partialMessages.map((message, index) => completeMessage(run, message, index + 1))
  const steps =
    partialSteps?.map((step, index) => completeStep(run, step, index + 1, messages[index]?.id)) ??
    stepsOf(run, messages)
  return { ...run, messages, steps }
}

function withText(value: string): Partially<RunResource> {
  return { messages: [{ content: [{ type: 'text', text: { value } }] }] }
}

function completeFields(partial: Partially<Run>, body: RunRequest): Run {
  const { created_at, usage, required_action } = partial
  const run = fill(defaultRun(statusOf(partial), { ...body, created_at }), partial)
  return {
    ...run,
    usage: usage ? newUsage(usage) : run.usage,
    required_action: required_action ? completeAction(required_action) : null,
  }
}

function statusOf({ status, required_action, last_error, incomplete_details }: Partially<Run>) {
  if (status) return status
  if (required_action) return 'requires_action'
  if (last_error) return 'failed'
  return incomplete_details ? 'incomplete' : 'completed'
}

function defaultRun(status: RunStatus, options: RunWriterOptions): Run {
  switch (status) {
    case 'queued':
      return newRun(options)
    case 'in_progress':
    case 'requires_action':
    case 'cancelling':
      return { ...inProgress(newRun(options)), status }
    default:
      return foldRun(runWriter(options)[status]())
  }
}

function completeAction(action: Partially<Run.RequiredAction>): Run.RequiredAction {
  const calls = action.submit_tool_outputs?.tool_calls ?? []
  const tool_calls = calls.map(({ id, function: called }, index) => ({
    id: id ?? `call_${index + 1}`,
    type: 'function' as const,
    function: { name: called?.name ?? '', arguments: called?.arguments ?? '{}' },
  }))
  return { type: 'submit_tool_outputs', submit_tool_outputs: { tool_calls } }
}

function completeMessage(run: Run, given: Partially<Message>, count: number): Message {
  const { content = [], ...partial } = given
  const { status = 'completed' } = partial
  const message: Message = {
    ...newMessage(run, `msg_${count}`, content.map(completeContent)),
    status,
    completed_at: status === 'completed' ? run.created_at : null,
    incomplete_at: status === 'incomplete' ? run.created_at : null,
  }
  return fill(message, partial)
}

function completeContent(part: Partially<MessageContent>): MessageContent {
  const text: TextContentBlock = { type: 'text', text: { value: '', annotations: [] } }
  if (part.type === 'text' || 'text' in part) return fill(text, part)
  // An image or a refusal has no default: the author gives all of it.
  return part as MessageContent
}

function completeStep(
  run: Run,
  given: Partially<RunStep>,
  count: number,
  message_id = 'msg_1',
): RunStep {
  const { status = 'completed', step_details } = given
  const step: RunStep = {
    ...newStep(run, `step_${count}`, completeDetails(step_details, count, message_id)),
    status,
    completed_at: status === 'completed' ? run.created_at : null,
    usage: status === 'in_progress' ? null : newUsage(given.usage ?? {}),
  }
  const { step_details: _, ...rest } = given
  return fill(step, rest)
}

function completeDetails(
  given: Partially<RunStep['step_details']> = {},
  count: number,
  message_id: string,
): RunStep['step_details'] {
  if (given.type === 'tool_calls' || 'tool_calls' in given) {
    const { tool_calls = [] } = given
    return {
      type: 'tool_calls',
      tool_calls: tool_calls.map((call, index) => completeCall(call, `call_${count}_${index + 1}`)),
    }
  }
  const creation = 'message_creation' in given ? given.message_creation : {}
  return { type: 'message_creation', message_creation: { message_id, ...defined(creation ?? {}) } }
}

/** A call of the kind that its fields tell. */
function completeCall(call: Partially<ToolCall>, id: string): ToolCall {
  if ('code_interpreter' in call) {
    const blank: CodeInterpreterToolCall['code_interpreter'] = { input: '', outputs: [] }
    return fill({ id, type: 'code_interpreter', code_interpreter: blank }, call)
  }
  if ('file_search' in call) {
    const blank: FileSearchToolCall['file_search'] = {
      ranking_options: DEFAULT_RANKING,
      results: [],
    }
    return fill({ id, type: 'file_search', file_search: blank }, call)
  }
  const blank: FunctionToolCall['function'] = { name: '', arguments: '{}', output: null }
  // What is no call of a tool that OpenAI runs is one of a function.
  return fill({ id, type: 'function', function: blank }, call as Partially<FunctionToolCall>)
}

/** The steps that a run must have had, for what there is of it. */
function stepsOf(run: Run, messages: readonly Message[]): RunStep[] {
  const creations = messages.map(({ id }, index) => {
    const step_details = { type: 'message_creation', message_creation: { message_id: id } } as const
    return completeStep(run, { step_details }, index + 1)
  })
  const calls = run.required_action?.submit_tool_outputs.tool_calls
  if (!calls) return creations

  const tool_calls = calls.map((call) => withOutput(call, null))
  const id = `step_${creations.length + 1}`
  return [...creations, newStep(run, id, { type: 'tool_calls', tool_calls })]
}
