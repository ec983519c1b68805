import type { AssistantStreamEvent } from 'openai/resources/beta/assistants'
import type { RequiredActionFunctionToolCall, Run } from 'openai/resources/beta/threads/runs/runs'
import { checkOptions } from '../../streaming/internal.js'
import { argumentsText } from '../protocol/arguments-text.js'
import {
  cancellation,
  cancelling,
  completion,
  exhaustion,
  expiry,
  failure,
  type Outcome,
} from './lifecycle.js'
import {
  newRun,
  newUsage,
  RUN_OPTIONS,
  sumOfUsage,
  withOutput,
  type EndOptions,
  type FailureOptions,
  type FunctionCall,
  type RunWriterOptions,
  type ToolCallOptions,
  type UsageFields,
} from './objects.js'
import { StepWriter } from './step-writer.js'

/**
 * Creates a writer of the events of one run. Create it inside `generate()`, so that each play has a
 * writer of its own. Every method is used with `yield*`.
 *
 * @throws {TypeError} When an option is unknown.
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
  checkOptions('Failed to create runWriter()', options, RUN_OPTIONS)
  return writerOf(newRun(options))
}

/** Creates a writer of the events of a run that has just been created. */
export function writerOf(run: Run): RunWriter {
  return new RunWriter({ run, first: { event: 'thread.run.created', data: run } })
}

/**
 * Writes the events of one run. Made by {@link runWriter} and `continueRun()`.
 *
 * Every method throws a `TypeError` when its events are out of order, at the `yield*`.
 */
export class RunWriter extends StepWriter {
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
    yield* this.ready('tool calls')
    const called = this.#called(calls)
    const step = this.newCallStep(called.map((call) => withOutput(call, null)))
    const cuts = calls.map(({ by }) => by)
    yield* this.write({ step }, cuts, { status: 'in_progress' })
    yield this.end({
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
    return this.#finish(completion(this.run), usage)
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
    return this.#finish(exhaustion(this.run, reason), usage)
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
    return this.#finish(failure(this.run, { code, message }), usage)
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
    return this.#finish(cancellation(this.run), usage)
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
    return this.#finish(expiry(this.run), usage)
  }

  /** Makes the calls that the run requires. Default ids are none of the given ids. */
  #called(calls: readonly FunctionCall[]): RequiredActionFunctionToolCall[] {
    const taken = new Set(calls.map(({ id }) => id))
    const newId = (): string => {
      const id = this.nextId('call')
      return taken.has(id) ? newId() : id
    }
    return calls.map(({ name, arguments: given = {}, id = newId() }) => {
      return { id, type: 'function', function: { name, arguments: argumentsText(given) } }
    })
  }

  /** Writes the end of the open step, and of the run. */
  *#finish(outcome: Outcome, usage?: UsageFields): Generator<AssistantStreamEvent> {
    this.assertNotEnded('the end of the run')
    if (this.phase === 'new') yield* this.start()
    if (outcome.run.status === 'cancelled') {
      yield { event: 'thread.run.cancelling', data: cancelling(this.run) }
    }
    yield* this.close(outcome)
    const cost = usage ?? sumOfUsage(this.steps)
    yield this.end({ expires_at: null, ...outcome.run, usage: newUsage(cost) })
  }
}
