import type { AssistantTool } from 'openai/resources/beta/assistants'
import type { Message, MessageContent } from 'openai/resources/beta/threads/messages'
import type { RequiredActionFunctionToolCall, Run } from 'openai/resources/beta/threads/runs/runs'
import type {
  FileSearchToolCall,
  FunctionToolCall,
  RunStep,
} from 'openai/resources/beta/threads/runs/steps'
import type { Thread } from 'openai/resources/beta/threads/threads'
import type { By } from '../protocol/cut-text.js'
import { fill, type Partially } from '../protocol/defaults.js'
import type { UnplacedAnnotation } from './deltas.js'

/** The fields that a run repeats from its request. */
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

/** The body of a request for a run: the fields that the run repeats, and a few others. */
export type RunRequest = { readonly [Field in Echoed]?: Run[Field] | null | undefined } & {
  /** The tools that the model may call. */
  readonly tools?: readonly AssistantTool[] | null | undefined
  /** The outputs of tools, which the run does not repeat. */
  readonly tool_outputs?: readonly object[] | undefined
  /** True where the request asks for a stream. */
  readonly stream?: boolean | null | undefined
}

/** Options of `runWriter()`, named as on the wire. */
export interface RunWriterOptions extends RunRequest {
  /** The id of the run; `run_1` unless given. The ids of messages, steps and calls contain its number. */
  readonly run_id?: string | undefined
  /** The id of the thread; `thread_1` unless given. */
  readonly thread_id?: string | undefined
  /** The time of every event of the run, in Unix seconds; 1700000000 unless given. */
  readonly created_at?: number | undefined
}

/** The names of the options of `runWriter()`: its own, and the fields of any request for a run. */
export const RUN_OPTIONS = new Set([
  'run_id',
  'thread_id',
  'created_at',
  'assistant_id',
  'model',
  'instructions',
  'metadata',
  'temperature',
  'top_p',
  'max_completion_tokens',
  'max_prompt_tokens',
  'truncation_strategy',
  'response_format',
  'tool_choice',
  'parallel_tool_calls',
  'tools',
  'tool_outputs',
  'stream',
  'additional_instructions',
  'additional_messages',
  'reasoning_effort',
  'thread',
  'tool_resources',
])

/** The numbers of tokens of a run or a step; zero unless given. The total is the sum unless given. */
export type UsageFields = Partially<Run.Usage>

/** Options of a step. */
export interface StepOptions {
  /** The numbers of tokens of the step; zero unless given. */
  readonly usage?: UsageFields | undefined
  /** `completed` unless given. With `in_progress`, the step and its message stay open until the run ends. */
  readonly status?: 'completed' | 'in_progress' | undefined
}

/** Options of a message. */
export interface MessageOptions extends StepOptions {
  /**
   * The citations and files in the text; none unless given. An annotation without a place is
   * searched for in the text.
   */
  readonly annotations?: readonly UnplacedAnnotation[] | undefined
  /** The way to cut the text into deltas; `word` unless given. */
  readonly by?: By | undefined
}

/** Options of a step that runs code. */
export interface CodeInterpreterOptions extends StepOptions {
  /** The way to cut the code into deltas; `word` unless given. */
  readonly by?: By | undefined
}

/** Options of a step that searches files. */
export interface FileSearchOptions extends StepOptions {
  /** The ranking of the results; OpenAI's default unless given. */
  readonly ranking_options?: FileSearchToolCall.FileSearch.RankingOptions | undefined
}

/** Options of a call of a function. */
export interface ToolCallOptions {
  /** The id of the call; `call_1`, `call_2` and so on unless given. */
  readonly id?: string | undefined
  /** The way to cut the arguments into deltas; `word` unless given. */
  readonly by?: By | undefined
}

/** A call of a function. */
export interface FunctionCall extends ToolCallOptions {
  /** The name of the function. */
  readonly name: string
  /** The arguments: an object, which is sent as JSON, or the text itself; `{}` unless given. */
  readonly arguments?: object | string | undefined
}

/** Options of the end of a run. */
export interface EndOptions {
  /** The numbers of tokens of the run; the sum of its steps unless given. */
  readonly usage?: UsageFields | undefined
}

/** Options of the end of a run that fails: the `code` and the `message` of the error, and the usage. */
export interface FailureOptions extends EndOptions, Partial<Run.LastError> {}

/** The time after which an unfinished run expires, in seconds. */
export const LIFETIME = 600

const tool_resources = { code_interpreter: { file_ids: [] } }

/** A run on the wire: `instructions` may be null, and there are fields that the SDK's type lacks. */
interface WireRun extends Omit<Run, 'instructions'> {
  instructions: string | null
  tool_resources: object
  reasoning_effort: string | null
}

/** Makes a queued run. */
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
    tools: Array.isArray(options.tools) ? [...options.tools] : [],
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
  // The instructions are never null in the SDK's type.
  return run as Run
}

/** A step on the wire: without two fields of the SDK's type, and with one that the type lacks. */
type WireStep = Omit<RunStep, 'expired_at' | 'metadata'> & Partial<RunStep> & { expires_at: number }

/** Makes a step in progress. */
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
  // The SDK's type requires fields that are not on the wire.
  return step as RunStep
}

/** Makes a message in progress. */
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

/** Makes the thread of a run. */
export function newThread({
  thread_id: id,
  created_at,
}: Pick<Run, 'thread_id' | 'created_at'>): Thread {
  return { id, object: 'thread', created_at, metadata: {}, tool_resources }
}

/** Makes a usage with all details of the wire, which are more than in the SDK's type. */
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

/** Adds up the tokens of steps. */
export function sumOfUsage(steps: readonly RunStep[]): UsageFields {
  const sum = (field: keyof Run.Usage) =>
    steps.reduce((total, { usage }) => total + (usage?.[field] ?? 0), 0)

  return { prompt_tokens: sum('prompt_tokens'), completion_tokens: sum('completion_tokens') }
}

/** Adds an output to a call of a function; null for a call without an output. */
export function withOutput(
  { id, type, function: { name, arguments: json } }: RequiredActionFunctionToolCall,
  output: string | null,
): FunctionToolCall {
  return { id, type, function: { name, arguments: json, output } }
}

/** The ranking of OpenAI for the results of a file search. */
export const DEFAULT_RANKING = { ranker: 'default_2024_08_21', score_threshold: 0 } as const
