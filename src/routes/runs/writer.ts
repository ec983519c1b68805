import type { AssistantStreamEvent } from 'openai/resources/beta/assistants'
import type { Message } from 'openai/resources/beta/threads/messages'
import type { RequiredActionFunctionToolCall, Run } from 'openai/resources/beta/threads/runs/runs'
import type {
  CodeInterpreterToolCall,
  FileSearchToolCall,
  RunStep,
  ToolCall,
} from 'openai/resources/beta/threads/runs/steps'
import type { By } from '../protocol/cut-text.js'
import { idsInside, type NextId } from '../protocol/ids.js'
import { placeAnnotations } from './deltas.js'
import {
  cancellation,
  cancelling,
  close,
  completion,
  exhaustion,
  expiry,
  failure,
  inProgress,
  open,
  type Outcome,
} from './lifecycle.js'
import {
  DEFAULT_RANKING,
  newMessage,
  newRun,
  newStep,
  newThread,
  newUsage,
  sumOfUsage,
  withOutput,
  type CodeInterpreterOptions,
  type EndOptions,
  type FailureOptions,
  type FileSearchOptions,
  type FunctionCall,
  type MessageOptions,
  type RunWriterOptions,
  type StepOptions,
  type ToolCallOptions,
  type UsageFields,
} from './objects.js'

/** The state of a run when its writer is created. */
interface Beginning {
  /** The queued run. */
  readonly run: Run
  /** The event before `thread.run.queued`. */
  readonly first: AssistantStreamEvent
  /** The steps in earlier streams of the run. */
  readonly steps?: readonly RunStep[]
  /** Gives the ids of messages, steps and calls. */
  readonly nextId?: NextId
}

/** A step that has not ended, with its message. */
interface Open {
  readonly step: RunStep
  readonly message?: Message
  /** The numbers of tokens of the step at its end. */
  readonly usage?: UsageFields | undefined
}

/**
 * Creates a writer of the events of one run. Create it inside `generate()`, so that each play has a
 * writer of its own. Every method is used with `yield*`.
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

/**
 * Writes the events of one run. Made by {@link runWriter} and `continueRun()`.
 *
 * Every method throws a `TypeError` when its events are out of order, at the `yield*`.
 */
export class RunWriter {
  #run: Run
  #phase: 'new' | 'started' | 'ended' = 'new'
  #hasThread = false
  /** The step that ends with the run. */
  #open: Open | undefined
  readonly #first: AssistantStreamEvent
  readonly #steps: RunStep[]
  readonly #nextId: NextId

  constructor({ run, first, steps = [], nextId = idsInside(run.id) }: Beginning) {
    this.#run = run
    this.#first = first
    this.#steps = [...steps]
    this.#nextId = nextId
  }

  /**
   * Writes the thread, which `createAndRun` creates before the run.
   *
   * @throws {TypeError} When the thread is written already, or the run has begun.
   *
   * @example
   * yield* run.thread()
   */
  *thread(): Generator<AssistantStreamEvent> {
    if (this.#hasThread || this.#phase !== 'new' || this.#first.event !== 'thread.run.created') {
      throw new TypeError('Failed to write the thread: it comes once, before its run is created.')
    }
    this.#hasThread = true
    yield { event: 'thread.created', data: newThread(this.#run) }
  }

  /**
   * Writes the beginning of the run. Without this call, the first step writes the beginning.
   *
   * @throws {TypeError} When the run has begun already.
   *
   * @example
   * yield* run.start()
   */
  *start(): Generator<AssistantStreamEvent> {
    this.#assertNotEnded('the start of the run')
    if (this.#phase === 'started') {
      throw new TypeError('Failed to write the start of the run: it has started already.')
    }
    this.#phase = 'started'
    yield this.#first
    yield { event: 'thread.run.queued', data: this.#run }
    this.#run = inProgress(this.#run)
    yield { event: 'thread.run.in_progress', data: this.#run }
  }

  /**
   * Writes a message, with the step that creates the message.
   *
   * @throws {TypeError} When a step is still open, the run has ended, or an annotation is not in
   * the text.
   *
   * @example
   * yield* run.message('Hello there', { by: 'grapheme' })
   */
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

  /**
   * Writes a step that runs Python code.
   *
   * @param input The code.
   * @param outputs The outputs of the code; none unless given.
   * @throws {TypeError} When a step is still open, or the run has ended.
   *
   * @example
   * yield* run.codeInterpreter('print(6 * 7)', [{ type: 'logs', logs: '42' }])
   */
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

  /**
   * Writes a step that searches files.
   *
   * @param results The results; none unless given.
   * @throws {TypeError} When a step is still open, or the run has ended.
   *
   * @example
   * yield* run.fileSearch([{ file_id: 'file_1', file_name: 'hours.txt', score: 0.9 }])
   */
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
   * Writes a step that calls one function, and the end of the stream, as `toolCalls()` does.
   *
   * @param given The arguments: an object, which is sent as JSON, or the text itself; `{}` unless
   * given.
   * @throws {TypeError} When a step is still open, or the run has ended.
   *
   * @example
   * yield* run.toolCall('get_weather', { city: 'Paris' })
   */
  toolCall(
    name: string,
    given: object | string = {},
    options: ToolCallOptions = {},
  ): Generator<AssistantStreamEvent> {
    return this.toolCalls([{ name, arguments: given, ...options }])
  }

  /**
   * Writes a step that calls functions, and the end of the stream: the run requires the outputs.
   * The step stays open, and `continueRun()` writes its end.
   *
   * @throws {TypeError} When a step is still open, or the run has ended.
   *
   * @example
   * yield* run.toolCalls([{ name: 'get_time' }, { name: 'get_weather', arguments: { city: 'Rome' } }])
   */
  *toolCalls(calls: readonly FunctionCall[]): Generator<AssistantStreamEvent> {
    yield* this.#ready('tool calls')
    const called = this.#called(calls)
    const step = this.#newCallStep(called.map((call) => withOutput(call, null)))
    const cuts = calls.map(({ by }) => by)
    yield* this.#write({ step }, cuts, { status: 'in_progress' })
    yield this.#end({
      status: 'requires_action',
      required_action: { type: 'submit_tool_outputs', submit_tool_outputs: { tool_calls: called } },
    })
  }

  /**
   * Writes the end of a run that completes, and of its open step.
   *
   * @throws {TypeError} When the run has ended already.
   *
   * @example
   * yield* run.completed({ usage: { prompt_tokens: 9, completion_tokens: 12 } })
   */
  completed({ usage }: EndOptions = {}): Generator<AssistantStreamEvent> {
    return this.#finish(completion(this.#run), usage)
  }

  /**
   * Writes the end of a run that has used up its tokens, and of its open step and message.
   *
   * @throws {TypeError} When the run has ended already.
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

  /**
   * Writes the end of a run that fails, and of its open step.
   *
   * @throws {TypeError} When the run has ended already.
   *
   * @example
   * yield* run.failed({ code: 'rate_limit_exceeded', message: 'You exceeded your quota.' })
   */
  failed({
    code = 'server_error',
    message = 'Sorry, something went wrong.',
    usage,
  }: FailureOptions = {}): Generator<AssistantStreamEvent> {
    return this.#finish(failure(this.#run, { code, message }), usage)
  }

  /**
   * Writes the end of a run that is cancelled, and of its open step.
   *
   * @throws {TypeError} When the run has ended already.
   *
   * @example
   * yield* run.cancelled()
   */
  cancelled({ usage }: EndOptions = {}): Generator<AssistantStreamEvent> {
    return this.#finish(cancellation(this.#run), usage)
  }

  /**
   * Writes the end of a run that takes too long, and of its open step.
   *
   * @throws {TypeError} When the run has ended already.
   *
   * @example
   * yield* run.expired()
   */
  expired({ usage }: EndOptions = {}): Generator<AssistantStreamEvent> {
    return this.#finish(expiry(this.#run), usage)
  }

  /** Checks that a step may begin, and writes the beginning of the run before the first step. */
  *#ready(part: string): Generator<AssistantStreamEvent> {
    this.#assertNotEnded(part)
    if (this.#open) {
      throw new TypeError(
        `Failed to write ${part}: the step ${this.#open.step.id} is still open. ` +
          'Write it without a status, or end the run.',
      )
    }
    if (this.#phase === 'new') yield* this.start()
  }

  /** @param part The part to write, for the message. */
  #assertNotEnded(part: string): void {
    if (this.#phase !== 'ended') return

    const { status } = this.#run
    throw new TypeError(
      `Failed to write ${part}: the stream has ended, with a run that is ${status}. ` +
        (status === 'requires_action'
          ? 'Its outputs are answered by a stream of its own: write that with continueRun().'
          : 'Create the writer inside generate(), so that each play has its own.'),
    )
  }

  #newStep(details: RunStep['step_details']): RunStep {
    return newStep(this.#run, this.#nextId('step'), details)
  }

  #newCallStep(tool_calls: ToolCall[]): RunStep {
    return this.#newStep({ type: 'tool_calls', tool_calls })
  }

  /** Makes the calls that the run requires. Default ids are none of the given ids. */
  #called(calls: readonly FunctionCall[]): RequiredActionFunctionToolCall[] {
    const taken = new Set(calls.map(({ id }) => id))
    const newId = (): string => {
      const id = this.#nextId('call')
      return taken.has(id) ? newId() : id
    }
    return calls.map(({ name, arguments: given = {}, id = newId() }) => {
      const json = typeof given === 'string' ? given : JSON.stringify(given)
      return { id, type: 'function', function: { name, arguments: json } }
    })
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

  /** Writes the end of the open step and its message. */
  *#close(outcome: Outcome): Generator<AssistantStreamEvent> {
    if (!this.#open) return

    const { usage, ...opened } = this.#open
    const step = { ...opened.step, ...outcome.step, usage: newUsage(usage) }
    const message = opened.message && { ...opened.message, ...outcome.message }
    this.#open = undefined
    this.#steps.push(step)
    yield* close({ step, message })
  }

  /** Writes the end of the open step, and of the run. */
  *#finish(outcome: Outcome, usage?: UsageFields): Generator<AssistantStreamEvent> {
    this.#assertNotEnded('the end of the run')
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
