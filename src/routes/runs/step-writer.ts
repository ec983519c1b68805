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
import { idsInside, type NextId } from '../protocol/ids.js'
import { placeAnnotations } from './deltas.js'
import { close, completion, inProgress, open, type Outcome } from './lifecycle.js'
import {
  DEFAULT_RANKING,
  newMessage,
  newStep,
  newThread,
  newUsage,
  type CodeInterpreterOptions,
  type FileSearchOptions,
  type MessageOptions,
  type StepOptions,
  type UsageFields,
} from './objects.js'

/** The state of a run when its writer is created. */
export interface Beginning {
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

/** Writes the beginning of a run, and its steps. */
export class StepWriter {
  protected run: Run
  protected phase: 'new' | 'started' | 'ended' = 'new'
  #hasThread = false
  /** The step that ends with the run. */
  #open: Open | undefined
  readonly #first: AssistantStreamEvent
  protected readonly steps: RunStep[]
  protected readonly nextId: NextId

  constructor({ run, first, steps = [], nextId = idsInside(run.id) }: Beginning) {
    this.run = run
    this.#first = first
    this.steps = [...steps]
    this.nextId = nextId
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
    if (this.#hasThread || this.phase !== 'new' || this.#first.event !== 'thread.run.created') {
      throw new TypeError('Failed to write the thread: it comes once, before its run is created.')
    }
    this.#hasThread = true
    yield { event: 'thread.created', data: newThread(this.run) }
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
    this.assertNotEnded('the start of the run')
    if (this.phase === 'started') {
      throw new TypeError('Failed to write the start of the run: it has started already.')
    }
    this.phase = 'started'
    yield this.#first
    yield { event: 'thread.run.queued', data: this.run }
    this.run = inProgress(this.run)
    yield { event: 'thread.run.in_progress', data: this.run }
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
    yield* this.ready('a message')
    const placed = placeAnnotations(annotations, text)
    const message = newMessage(this.run, this.nextId('msg'), [
      { type: 'text', text: { value: text, annotations: placed } },
    ])
    const message_creation = { message_id: message.id }
    const step = this.#newStep({ type: 'message_creation', message_creation })
    yield* this.write({ step, message }, [by], options)
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
    yield* this.ready('code')
    const id = this.nextId('call')
    const call: ToolCall = { id, type: 'code_interpreter', code_interpreter: { input, outputs } }
    yield* this.write({ step: this.newCallStep([call]) }, [by], options)
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
    yield* this.ready('a search')
    const id = this.nextId('call')
    const call: ToolCall = { id, type: 'file_search', file_search: { ranking_options, results } }
    yield* this.write({ step: this.newCallStep([call]) }, [], options)
  }

  /** Checks that a step may begin, and writes the beginning of the run before the first step. */
  protected *ready(part: string): Generator<AssistantStreamEvent> {
    this.assertNotEnded(part)
    if (this.#open) {
      throw new TypeError(
        `Failed to write ${part}: the step ${this.#open.step.id} is still open. ` +
          'Write it without a status, or end the run.',
      )
    }
    if (this.phase === 'new') yield* this.start()
  }

  /** @param part The part to write, for the message. */
  protected assertNotEnded(part: string): void {
    if (this.phase !== 'ended') return

    const { status } = this.run
    throw new TypeError(
      `Failed to write ${part}: the stream has ended, with a run that is ${status}. ` +
        (status === 'requires_action'
          ? 'Its outputs are answered by a stream of its own: write that with continueRun().'
          : 'Create the writer inside generate(), so that each play has its own.'),
    )
  }

  #newStep(details: RunStep['step_details']): RunStep {
    return newStep(this.run, this.nextId('step'), details)
  }

  protected newCallStep(tool_calls: ToolCall[]): RunStep {
    return this.#newStep({ type: 'tool_calls', tool_calls })
  }

  protected *write(
    written: Open,
    cuts: ReadonlyArray<By | undefined>,
    { usage, status = 'completed' }: StepOptions = {},
  ): Generator<AssistantStreamEvent> {
    this.#open = { ...written, usage }
    yield* open(written, cuts)
    if (status === 'completed') yield* this.close(completion(this.run))
  }

  /** Writes the end of the open step and its message. */
  protected *close(outcome: Outcome): Generator<AssistantStreamEvent> {
    if (!this.#open) return

    const { usage, ...opened } = this.#open
    const step = { ...opened.step, ...outcome.step, usage: newUsage(usage) }
    const message = opened.message && { ...opened.message, ...outcome.message }
    this.#open = undefined
    this.steps.push(step)
    yield* close({ step, message })
  }

  protected end(change: Outcome['run']): AssistantStreamEvent {
    this.phase = 'ended'
    this.run = { ...this.run, ...change }
    return { event: `thread.run.${change.status}`, data: this.run }
  }
}
