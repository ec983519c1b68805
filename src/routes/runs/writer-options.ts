import type { Run } from 'openai/resources/beta/threads/runs/runs'
import type { FileSearchToolCall } from 'openai/resources/beta/threads/runs/steps'
import type { By } from '../protocol/cut-text.js'
import type { UnplacedAnnotation } from './annotations.js'
import type { UsageFields } from './objects.js'

/** How a step ends. */
export interface StepOptions {
  /** What the step cost; nothing unless given. */
  readonly usage?: UsageFields | undefined
  /** `in_progress` leaves it open, with its message: it ends as the run does. */
  readonly status?: 'completed' | 'in_progress' | undefined
}

/** How a message is written. */
export interface MessageOptions extends StepOptions {
  /** Citations and files in the text. Each is looked for there, unless it says where it is. */
  readonly annotations?: readonly UnplacedAnnotation[] | undefined
  /** How the text is cut; by words unless given. */
  readonly by?: By | undefined
}

/** How the code of an interpreter is written. */
export interface CodeInterpreterOptions extends StepOptions {
  /** How the code is cut; by words unless given. */
  readonly by?: By | undefined
}

/** How a search is written. */
export interface FileSearchOptions extends StepOptions {
  readonly ranking_options?: FileSearchToolCall.FileSearch.RankingOptions | undefined
}

/** A call of a function. */
export interface FunctionCall {
  readonly name: string
  /** An object is sent as JSON, a string as it is; `{}` unless given. */
  readonly arguments?: object | string | undefined
  /** `call_1` and so on unless given. */
  readonly id?: string | undefined
  /** How the arguments are cut; by words unless given. */
  readonly by?: By | undefined
}

/** How a run ends. */
export interface EndOptions {
  /** What the run cost; as much as its steps unless given. */
  readonly usage?: UsageFields | undefined
}

/** Why a run failed. */
export interface FailureOptions extends EndOptions, Partial<Run.LastError> {}
