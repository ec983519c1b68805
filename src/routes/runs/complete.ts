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
import type { CallRequest } from '../endpoint.js'
import { assertShape } from '../protocol/assert-shape.js'
import { defined, fill, type Partially } from '../protocol/defaults.js'
import { listAt, valueAt } from '../protocol/fields.js'
import { idsAfter, idsInside, type NextId } from '../protocol/ids.js'
import { foldRun } from './fold.js'
import { fromReply } from './from-reply.js'
import { inProgress } from './lifecycle.js'
import {
  DEFAULT_RANKING,
  newMessage,
  newRun,
  newStep,
  newUsage,
  withOutput,
  type RunRequest,
  type RunWriterOptions,
} from './objects.js'
import { completable } from './run-schema.js'
import type { RunResource } from './unfold.js'
import { writerOf } from './writer.js'

type GivenRun = Partially<RunResource>

/**
 * Makes a whole run, with messages and steps, of the assistant's text or of a run that lacks fields
 * with a default. Unless given, the status is `requires_action` with a `required_action`, `failed`
 * with a `last_error`, `incomplete` with `incomplete_details`, and else `completed`.
 *
 * @param request The request: the run repeats fields of its `body`, takes the ids in its `params`,
 * and makes default ids of its `number`.
 *
 * @throws {TypeError} When the run is damaged, such as `messages` that are no list.
 *
 * @example
 * completeRun('Hi', { body: { model: 'gpt-5' }, params: { thread_id: 'thread_7' } })
 */
export function completeRun(
  given: string | GivenRun,
  request: Partial<CallRequest<RunRequest>> = {},
): RunResource {
  const resource = typeof given === 'string' ? fromReply({ text: given }) : given
  assertShape(completable, resource, 'complete a run')
  const { messages: partialMessages = [], steps: partialSteps, ...partial } = resource
  const withIds = { ...idsOf(request), ...defined(partial) }
  const nextId = idsFor(withIds.id, idsIn(resource), request.body)
  const run = completeFields(withIds, request.body ?? {}, nextId)
  const messages = partialMessages.map((message) => completeMessage(run, message, nextId))
  const steps = partialSteps
    ? completeSteps(run, partialSteps, messages, nextId)
    : stepsOf(run, messages, nextId)
  return { ...run, messages, steps }
}

/** Gives the ids of a run and its thread, by the request. */
function idsOf({ params = {}, number = 1 }: Partial<CallRequest>) {
  const { run_id: id = `run_${number}`, thread_id = `thread_${number}` } = params
  return { id, thread_id }
}

/** Counts the ids inside a run. A continued run has used the ids of the calls in the request. */
function idsFor(run: string, taken: readonly unknown[], body: unknown): NextId {
  const answered = listAt(body, 'tool_outputs').map((output) => valueAt(output, 'tool_call_id'))
  return answered.length > 0 ? idsAfter(run, [...taken, ...answered]) : idsInside(run, taken)
}

/** Lists the ids that the author gives inside a run. */
function idsIn({ messages = [], steps = [], required_action }: GivenRun): unknown[] {
  const calls = steps.flatMap(({ step_details }) => listAt(step_details, 'tool_calls'))
  const required = listAt(required_action, 'submit_tool_outputs', 'tool_calls')
  return [...messages, ...steps, ...calls, ...required].map((thing) => valueAt(thing, 'id'))
}

function completeFields(partial: Partially<Run>, body: RunRequest, nextId: NextId): Run {
  const { created_at, usage, required_action } = partial
  const run = fill(defaultRun(statusOf(partial), { ...body, created_at }), partial)
  return {
    ...run,
    usage: usage ? newUsage(usage) : run.usage,
    required_action: required_action ? completeAction(required_action, nextId) : null,
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
      return foldRun(writerOf(newRun(options))[status]())
  }
}

function completeAction(action: Partially<Run.RequiredAction>, nextId: NextId): Run.RequiredAction {
  const calls = action.submit_tool_outputs?.tool_calls ?? []
  const tool_calls = calls.map(({ id = nextId('call'), function: called }) => ({
    id,
    type: 'function' as const,
    function: { name: called?.name ?? '', arguments: called?.arguments ?? '{}' },
  }))
  return { type: 'submit_tool_outputs', submit_tool_outputs: { tool_calls } }
}

/** Completes a message of a run. */
export function completeMessage(run: Run, given: Partially<Message>, nextId: NextId): Message {
  const { content = [], id = nextId('msg'), status = 'completed', ...partial } = given
  const message: Message = {
    ...newMessage(run, id, content.map(completeContent)),
    status,
    completed_at: status === 'completed' ? run.created_at : null,
    incomplete_at: status === 'incomplete' ? run.created_at : null,
  }
  return fill(message, partial)
}

function completeContent(part: Partially<MessageContent>): MessageContent {
  const text: TextContentBlock = { type: 'text', text: { value: '', annotations: [] } }
  if (part.type === 'text' || 'text' in part) return fill(text, part)
  // The author gives an image or a refusal whole: neither has defaults.
  return part as MessageContent
}

/** Completes steps. A step without a message id creates the next message that no other step creates. */
function completeSteps(
  run: Run,
  given: ReadonlyArray<Partially<RunStep>>,
  messages: readonly Message[],
  nextId: NextId,
): RunStep[] {
  const created = new Set(given.map((step) => valueAt(step, ...MESSAGE_ID)))
  const free = messages.filter(({ id }) => !created.has(id)).values()
  const nextMessageId = () => free.next().value?.id ?? nextId('msg')
  return given.map((step) => completeStep(run, step, nextId, nextMessageId))
}

const MESSAGE_ID = ['step_details', 'message_creation', 'message_id'] as const

/** Completes a step of a run. */
export function completeStep(
  run: Run,
  given: Partially<RunStep>,
  nextId: NextId,
  nextMessageId: () => string,
): RunStep {
  const { status = 'completed', step_details, id = nextId('step'), ...rest } = given
  const step: RunStep = {
    ...newStep(run, id, completeDetails(step_details, nextId, nextMessageId)),
    status,
    completed_at: status === 'completed' ? run.created_at : null,
    usage: status === 'in_progress' ? null : newUsage(given.usage ?? {}),
  }
  return fill(step, rest)
}

function completeDetails(
  given: Partially<RunStep['step_details']> = {},
  nextId: NextId,
  nextMessageId: () => string,
): RunStep['step_details'] {
  if (given.type === 'tool_calls' || 'tool_calls' in given) {
    const { tool_calls = [] } = given
    return { type: 'tool_calls', tool_calls: tool_calls.map((call) => completeCall(call, nextId)) }
  }
  const creation = 'message_creation' in given ? given.message_creation : undefined
  const message_id = creation?.message_id ?? nextMessageId()
  return { type: 'message_creation', message_creation: { ...creation, message_id } }
}

/** Completes a call of a tool. The kind of the call follows from its fields. */
function completeCall(call: Partially<ToolCall>, nextId: NextId): ToolCall {
  const { id = nextId('call') } = call
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
  // A call of any other tool than the two above is one of a function.
  return fill({ id, type: 'function', function: blank }, call as Partially<FunctionToolCall>)
}

/** Makes the steps of a run: one for each message, and one for the required calls. */
function stepsOf(run: Run, messages: readonly Message[], nextId: NextId): RunStep[] {
  const creations = completeSteps(
    run,
    messages.map(() => ({})),
    messages,
    nextId,
  )
  const calls = run.required_action?.submit_tool_outputs.tool_calls
  if (!calls) return creations

  const tool_calls = calls.map((call) => withOutput(call, null))
  return [...creations, newStep(run, nextId('step'), { type: 'tool_calls', tool_calls })]
}
