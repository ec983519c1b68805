import type { AssistantTool } from 'openai/resources/beta/assistants'
import type { Message, MessageContent } from 'openai/resources/beta/threads/messages'
import type { RequiredActionFunctionToolCall, Run } from 'openai/resources/beta/threads/runs/runs'
import type { FunctionToolCall, RunStep } from 'openai/resources/beta/threads/runs/steps'
import type { Thread } from 'openai/resources/beta/threads/threads'
import type { Partially } from '../../streaming/index.js'
import { fill } from '../protocol/defaults.js'

/** What a run repeats of the request that created it. */
type Echoed =
  | 'assistant_id'
  | 'model'
  | 'instructions'
  | 'metadata'
  | 'temperature'
  | 'top_p'
  | 'max_completion_tokens'
  | 'max_prompt_tokens'
  | 'truncation_strategy'
  | 'response_format'
  | 'tool_choice'
  | 'parallel_tool_calls'

/** The fields of a request's body that its run repeats. */
export type RunRequest = { readonly [Field in Echoed]?: Run[Field] | null | undefined } & {
  readonly tools?: readonly AssistantTool[] | null | undefined
  // Not repeated, but all that a request with tool outputs has of these.
  readonly stream?: boolean | null | undefined
}

/** What can be said of a run. */
export interface RunWriterOptions extends RunRequest {
  /** `run_1` unless given. */
  readonly run_id?: string | undefined
  /** `thread_1` unless given. */
  readonly thread_id?: string | undefined
  /** In Unix seconds; 1700000000 unless given. Whatever happens in the run happens at once. */
  readonly created_at?: number | undefined
}

/** What a run or a step has cost. Zero unless given, and the total is the sum. */
export type UsageFields = Partially<Run.Usage>

/** Seconds until an unfinished run expires. */
export const LIFETIME = 600

const tool_resources = { code_interpreter: { file_ids: [] } }

/** A run as the wire has it: null where there are no instructions, and with what the SDK's type lacks. */
interface WireRun extends Omit<Run, 'instructions'> {
  instructions: string | null
  tool_resources: object
  reasoning_effort: string | null
}

/** A run that has just been created. */
export function newRun(options: RunWriterOptions = {}): Run {
  const created_at = options.created_at ?? 1700000000
  const run: WireRun = {
    id: options.run_id ?? 'run_1',
    object: 'thread.run',
    created_at,
    assistant_id: options.assistant_id ?? 'asst_1',
    thread_id: options.thread_id ?? 'thread_1',
    status: 'queued',
    started_at: null,
    expires_at: created_at + LIFETIME,
    cancelled_at: null,
    failed_at: null,
    completed_at: null,
    required_action: null,
    last_error: null,
    model: options.model ?? 'gpt-4o',
    instructions: options.instructions ?? null,
    tools: [...(options.tools ?? [])],
    tool_resources,
    metadata: options.metadata ?? {},
    temperature: options.temperature ?? 1,
    top_p: options.top_p ?? 1,
    reasoning_effort: null,
    max_completion_tokens: options.max_completion_tokens ?? null,
    max_prompt_tokens: options.max_prompt_tokens ?? null,
    truncation_strategy: options.truncation_strategy ?? { type: 'auto', last_messages: null },
    incomplete_details: null,
    usage: null,
    response_format: options.response_format ?? 'auto',
    tool_choice: options.tool_choice ?? 'auto',
    parallel_tool_calls: options.parallel_tool_calls ?? true,
  }
  // The SDK's type knows no instructions but strings.
  return run as Run
}

/** A step as the wire has it: without some fields of the SDK's type, and with one that it lacks. */
type WireStep = Omit<RunStep, 'expired_at' | 'metadata'> & Partial<RunStep> & { expires_at: number }

/** A step that its run has just begun. */
export function newStep(run: Run, id: string, step_details: RunStep['step_details']): RunStep {
  const step: WireStep = {
    id,
    object: 'thread.run.step',
    created_at: run.created_at,
    run_id: run.id,
    assistant_id: run.assistant_id,
    thread_id: run.thread_id,
    type: step_details.type,
    status: 'in_progress',
    cancelled_at: null,
    completed_at: null,
    expires_at: run.created_at + LIFETIME,
    failed_at: null,
    last_error: null,
    step_details,
    usage: null,
  }
  // The SDK's type takes what the wire leaves out for granted.
  return step as RunStep
}

/** A message that a run writes. */
export function newMessage(run: Run, id: string, content: MessageContent[]): Message {
  return {
    id,
    object: 'thread.message',
    created_at: run.created_at,
    assistant_id: run.assistant_id,
    thread_id: run.thread_id,
    run_id: run.id,
    status: 'in_progress',
    incomplete_details: null,
    incomplete_at: null,
    completed_at: null,
    role: 'assistant',
    content,
    attachments: [],
    metadata: {},
  }
}

/** The thread of a run that was created with it. */
export function newThread(run: Run): Thread {
  const { thread_id: id, created_at } = run
  return { id, object: 'thread', created_at, metadata: {}, tool_resources }
}

/** Usage as the wire has it, with more details than the SDK's type. */
export function newUsage(fields: UsageFields = {}): Run.Usage {
  const { prompt_tokens = 0, completion_tokens = 0 } = fields
  const usage = {
    prompt_tokens,
    completion_tokens,
    total_tokens: prompt_tokens + completion_tokens,
    prompt_token_details: { cached_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: 0 },
  }
  return fill(usage, fields)
}

/** What steps have cost together. */
export function sumOfUsage(steps: readonly RunStep[]): UsageFields {
  const sum = (field: keyof Run.Usage) =>
    steps.reduce((total, { usage }) => total + (usage?.[field] ?? 0), 0)

  return { prompt_tokens: sum('prompt_tokens'), completion_tokens: sum('completion_tokens') }
}

/** A call of a function with its output, or with null where it has none yet. */
export function withOutput(
  { id, type, function: { name, arguments: json } }: RequiredActionFunctionToolCall,
  output: string | null,
): FunctionToolCall {
  return { id, type, function: { name, arguments: json, output } }
}

/** How OpenAI ranks what a file search finds. */
export const DEFAULT_RANKING = { ranker: 'default_2024_08_21', score_threshold: 0 } as const
