import type { Run } from 'openai/resources/beta/threads/runs/runs'
import type { FileSearchToolCall } from 'openai/resources/beta/threads/runs/steps'
import type { By } from '../protocol/cut-text.js'
import type { UnplacedAnnotation } from './annotations.js'
import type { UsageFields } from './objects.js'

/** Options of a step. */
export interface StepOptions {
  /** Tokens that the step cost; zero unless given. */
  readonly usage?: UsageFields | undefined
  /** With `in_progress`, the step and its message stay open, and end as the run does. */
  readonly status?: 'completed' | 'in_progress' | undefined
}

/** Options of a message. */
export interface MessageOptions extends StepOptions {
  /** Citations and files in the text. One without a place is searched for in the text. */
  readonly annotations?: readonly UnplacedAnnotation[] | undefined
  /** Cuts the text; by words unless given. */
  readonly by?: By | undefined
}

/** Options of a step that runs code. */
export interface CodeInterpreterOptions extends StepOptions {
  /** Cuts the code; by words unless given. */
  readonly by?: By | undefined
}

/** Options of a step that searches files. */
export interface FileSearchOptions extends StepOptions {
  /** The ranking of the results; OpenAI's default unless given. */
  readonly ranking_options?: FileSearchToolCall.FileSearch.RankingOptions | undefined
}

/** Options of a call of a function. */
export interface ToolCallOptions {
  /** Id of the call; `call_1` and so on unless given. */
  readonly id?: string | undefined
  /** Cuts the arguments; by words unless given. */
  readonly by?: By | undefined
}

/** A call of a function. */
export interface FunctionCall extends ToolCallOptions {
  readonly name: string
  /** An object is sent as JSON, a string as it is; `{}` unless given. */
  readonly arguments?: object | string | undefined
}

/** Options of the end of a run. */
export interface EndOptions {
  /** Tokens that the run cost; the sum of its steps unless given. */
  readonly usage?: UsageFields | undefined
}

/** Options of the end of a run that failed: the error, and the usage. */
export interface FailureOptions extends EndOptions, Partial<Run.LastError> {}
