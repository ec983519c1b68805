import type { AssistantStreamEvent } from 'openai/resources/beta/assistants'
import type { Message } from 'openai/resources/beta/threads/messages'
import type { Run } from 'openai/resources/beta/threads/runs/runs'
import type {
  CodeInterpreterToolCall,
  FileSearchToolCall,
  RunStep,
  ToolCall,
} from 'openai/resources/beta/threads/runs/steps'
import type { By } from '../protocol/cut-text.js'
import { placeAnnotations } from './annotations.js'
import { countIds, type NextId } from './ids.js'
import { cancelling, close, inProgress, open } from './lifecycle.js'
import {
  DEFAULT_RANKING,
  withOutput,
  newMessage,
  newRun,
  newStep,
  newThread,
  newUsage,
  sumOfUsage,
  type RunWriterOptions,
  type UsageFields,
} from './objects.js'
import { cancellation, completion, exhaustion, expiry, failure, type Outcome } from './outcome.js'
import type {
  CodeInterpreterOptions,
  EndOptions,
  FailureOptions,
  FileSearchOptions,
  FunctionCall,
  MessageOptions,
  StepOptions,
} from './writer-options.js'

/** Where a writer begins. */
interface Beginning {
  /** The run, still queued. */
  readonly run: Run
  /** The event before it is queued. */
  readonly first: AssistantStreamEvent
  /** The steps it has had. */
  readonly steps?: readonly RunStep[]
  readonly nextId?: NextId
}

/** What has not ended. */
interface Open {
  readonly step: RunStep
  readonly message?: Message
  /** What it will have cost. */
  readonly usage?: UsageFields | undefined
}

/**
 * Write the events of a run.
 *
 * Create it inside `generate()`, so that each play has its own. Ids count up, and
 * whatever happens, happens at `created_at`.
 *
 * @example
 * class Greeting extends EventStream<AssistantStreamEvent> {
 *   *generate(): Generator<AssistantStreamEvent> {
 *     const run = runWriter()
 *     yield* run.message('Hello there')
 *     yield* run.completed()
 *   }
 * }
 */
export function runWriter(options: RunWriterOptions = {}): RunWriter {
  const run = newRun(options)
  return new RunWriter({ run, first: { event: 'thread.run.created', data: run } })
}

/** Writes the events of a run in their order, made by {@link runWriter} or `continueRun()`. */
export class RunWriter {
  #run: Run
  #phase: 'new' | 'started' | 'ended' = 'new'
  #hasThread = false
  /** What the end of the run has to end. */
  #open: Open | undefined
  readonly #first: AssistantStreamEvent
  readonly #steps: RunStep[]
  readonly #nextId: NextId

  constructor({ run, first, steps = [], nextId = countIds() }: Beginning) {
    this.#run = run
    this.#first = first
    this.#steps = [...steps]
    this.#nextId = nextId
  }

  /** The thread, which `createAndRun` creates before the run. */
  thread(): AssistantStreamEvent {
    if (this.#hasThread || this.#phase !== 'new' || this.#first.event !== 'thread.run.created') {
      throw new TypeError('Failed to write the thread: it comes once, before its run is created.')
    }
    this.#hasThread = true
    return { event: 'thread.created', data: newThread(this.#run) }
  }

  /** The run, from its creation to its being in progress. What comes first does it, unless you have. */
  *start(): Generator<AssistantStreamEvent> {
    this.#assertGoingOn('the start of the run')
    if (this.#phase === 'started') {
      throw new TypeError('Failed to write the start of the run: it has started already.')
    }
    this.#phase = 'started'
    yield this.#first
    yield { event: 'thread.run.queued', data: this.#run }
    this.#run = inProgress(this.#run)
    yield { event: 'thread.run.in_progress', data: this.#run }
  }

  /** A message, in a step of its own. */
  *message(
    text: string,
    { annotations = [], by, ...options }: MessageOptions = {},
  ): Generator<AssistantStreamEvent> {
    yield* this.#ready('a message')
    const placed = placeAnnotations(annotations, text)
    const message = newMessage(this.#run, this.#nextId('msg'), [
      { type: 'text', text: { value: text, annotations: placed } },
    ])
    const message_creation = { message_id: message.id }
    const step = this.#newStep({ type: 'message_creation', message_creation })
    yield* this.#write({ step, message }, [by], options)
  }

  /** A step that runs code. */
  *codeInterpreter(
    input: string,
    outputs: CodeInterpreterToolCall['code_interpreter']['outputs'] = [],
    { by, ...options }: CodeInterpreterOptions = {},
  ): Generator<AssistantStreamEvent> {
    yield* this.#ready('code')
    const id = this.#nextId('call')
    const call: ToolCall = { id, type: 'code_interpreter', code_interpreter: { input, outputs } }
    yield* this.#write({ step: this.#newCallStep([call]) }, [by], options)
  }

  /** A step that searches files. */
  *fileSearch(
    results: FileSearchToolCall.FileSearch.Result[] = [],
    { ranking_options = DEFAULT_RANKING, ...options }: FileSearchOptions = {},
  ): Generator<AssistantStreamEvent> {
    yield* this.#ready('a search')
    const id = this.#nextId('call')
    const call: ToolCall = { id, type: 'file_search', file_search: { ranking_options, results } }
    yield* this.#write({ step: this.#newCallStep([call]) }, [], options)
  }

  /**
   * A step that calls functions, and the end of the stream: the run requires their outputs.
   * The step is left open; `continueRun()` writes how it goes on.
   */
  *functionCalls(calls: readonly FunctionCall[]): Generator<AssistantStreamEvent> {
    yield* this.#ready('function calls')
    const taken = new Set(calls.map(({ id }) => id))
    const newId = () => {
      let id = this.#nextId('call')
      while (taken.has(id)) id = this.#nextId('call')
      return id
    }
    const called = calls.map(({ name, arguments: given = {}, id = newId() }) => {
      const json = typeof given === 'string' ? given : JSON.stringify(given)
      return { id, type: 'function' as const, function: { name, arguments: json } }
    })
    const step = this.#newCallStep(called.map((call) => withOutput(call, null)))
    const cuts = calls.map(({ by }) => by)
    yield* this.#write({ step }, cuts, { status: 'in_progress' })
    yield this.#end({
      status: 'requires_action',
      required_action: { type: 'submit_tool_outputs', submit_tool_outputs: { tool_calls: called } },
    })
  }

  /** The end of a run that has done what it should. */
  completed({ usage }: EndOptions = {}): Generator<AssistantStreamEvent> {
    return this.#finish(completion(this.#run), usage)
  }

  /**
   * The end of a run that has come to the end of its tokens, and with it of the message
   * that is open.
   *
   * @example
   * yield* run.message('The limit comes in the middle of', { status: 'in_progress' })
   * yield* run.incomplete()
   */
  incomplete(
    reason: 'max_completion_tokens' | 'max_prompt_tokens' = 'max_completion_tokens',
    { usage }: EndOptions = {},
  ): Generator<AssistantStreamEvent> {
    return this.#finish(exhaustion(this.#run, reason), usage)
  }

  /** The end of a run that failed, and with it of the step that is open. */
  failed({
    code = 'server_error',
    message = 'Sorry, something went wrong.',
    usage,
  }: FailureOptions = {}): Generator<AssistantStreamEvent> {
    return this.#finish(failure(this.#run, { code, message }), usage)
  }

  /** The end of a run that was cancelled, and with it of the step that is open. */
  cancelled({ usage }: EndOptions = {}): Generator<AssistantStreamEvent> {
    return this.#finish(cancellation(this.#run), usage)
  }

  /** The end of a run that took too long, and with it of the step that is open. */
  expired({ usage }: EndOptions = {}): Generator<AssistantStreamEvent> {
    return this.#finish(expiry(this.#run), usage)
  }

  /** Make sure that a step can begin. */
  *#ready(what: string): Generator<AssistantStreamEvent> {
    this.#assertGoingOn(what)
    if (this.#open) {
      throw new TypeError(
        `Failed to write ${what}: the step ${this.#open.step.id} is still open. ` +
          'Write all of it and leave out its status, or end the run.',
      )
    }
    if (this.#phase === 'new') yield* this.start()
  }

  #assertGoingOn(what: string): void {
    if (this.#phase !== 'ended') return

    const { status } = this.#run
    throw new TypeError(
      `Failed to write ${what}: the stream has ended, with a run that is ${status}. ` +
        (status === 'requires_action'
          ? 'What comes of its outputs is a stream of its own: write it with continueRun().'
          : 'Create the writer inside generate(), so that each play has its own.'),
    )
  }

  #newStep(details: RunStep['step_details']): RunStep {
    return newStep(this.#run, this.#nextId('step'), details)
  }

  #newCallStep(tool_calls: ToolCall[]): RunStep {
    return this.#newStep({ type: 'tool_calls', tool_calls })
  }

  *#write(
    written: Open,
    cuts: ReadonlyArray<By | undefined>,
    { usage, status = 'completed' }: StepOptions = {},
  ): Generator<AssistantStreamEvent> {
    this.#open = { ...written, usage }
    yield* open(written, cuts)
    if (status === 'completed') yield* this.#close(completion(this.#run))
  }

  /** End what is open. */
  *#close(outcome: Outcome): Generator<AssistantStreamEvent> {
    if (!this.#open) return

    const { usage, ...opened } = this.#open
    const step = { ...opened.step, ...outcome.step, usage: newUsage(usage) }
    const message = opened.message && { ...opened.message, ...outcome.message }
    this.#open = undefined
    this.#steps.push(step)
    yield* close({ step, message })
  }

  /** End what is open, and the run. */
  *#finish(outcome: Outcome, usage?: UsageFields): Generator<AssistantStreamEvent> {
    this.#assertGoingOn('the end of the run')
    if (this.#phase === 'new') yield* this.start()
    if (outcome.run.status === 'cancelled') {
      yield { event: 'thread.run.cancelling', data: cancelling(this.#run) }
    }
    yield* this.#close(outcome)
    const cost = usage ?? sumOfUsage(this.#steps)
    yield this.#end({ expires_at: null, ...outcome.run, usage: newUsage(cost) })
  }

  #end(change: Outcome['run']): AssistantStreamEvent {
    this.#phase = 'ended'
    this.#run = { ...this.#run, ...change }
    return { event: `thread.run.${change.status}`, data: this.#run }
  }
}
