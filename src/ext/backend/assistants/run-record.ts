import type { AssistantStreamEvent } from 'openai/resources/beta/assistants'
import type { Message } from 'openai/resources/beta/threads/messages'
import type { Run } from 'openai/resources/beta/threads/runs/runs'
import type { RunStep } from 'openai/resources/beta/threads/runs/steps'
import { isRecord, type Partially } from '../../../routes/protocol/defaults.js'
import { listAt, textAt } from '../../../routes/protocol/fields.js'
import { cancelling, close, type Outcome } from '../../../routes/runs/lifecycle.js'
import { MessagesReading } from '../../../routes/runs/message-reading.js'
import { newUsage, sumOfUsage } from '../../../routes/runs/objects.js'
import { StepsReading } from '../../../routes/runs/step-reading.js'
import type { Collection } from '../store/collection.js'
import type { MemoryStore } from '../store/store.js'
import { isActive } from './active-run.js'

/** One run in the store, with its steps and the messages of its thread. Events change them. */
export class RunRecord {
  readonly id: string
  /** The runs of the thread. */
  readonly runs: Collection<Run>
  readonly messages: Collection<Message>
  readonly steps: Collection<RunStep>
  readonly #store: MemoryStore
  readonly #messageReading = new MessagesReading()
  readonly #stepReading = new StepsReading()
  /** The run as the last event has left it. */
  #followed: Run | undefined

  constructor(store: MemoryStore, { id, thread_id }: Run) {
    this.id = id
    this.runs = store.runs.of(thread_id)
    this.messages = store.messages.of(thread_id)
    this.steps = store.steps.of(id)
    this.#store = store
  }

  /** The run as it is now; undefined once it is deleted. */
  get run(): Run | undefined {
    return this.runs.get(this.id)
  }

  /** True once the run is deleted, or has ended otherwise than by its events: a test may put an expired run. */
  get isTaken(): boolean {
    const { run } = this
    return !run || (!isActive(run) && run !== this.#followed)
  }

  /** Lists the ids of the calls in all runs of the thread. */
  callIds(): string[] {
    return this.runs
      .list()
      .flatMap(({ id }) => this.#store.steps.of(id).list())
      .flatMap(({ step_details }) => listAt(step_details, 'tool_calls'))
      .map((call) => textAt(call, 'id'))
  }

  /** The step that is not over; undefined where there is none. */
  get openStep(): RunStep | undefined {
    return this.steps.list().findLast(({ status }) => status === 'in_progress')
  }

  /** Keeps what an event of the run says. */
  apply(event: AssistantStreamEvent): void {
    const { event: name, data } = event
    const id = textAt(data, 'id')
    this.#messageReading.read(event)
    this.#stepReading.read(event)
    if (name.startsWith('thread.message.')) this.#putMessage(id)
    else if (name.startsWith('thread.run.step.')) this.#putStep(id)
    else if (name.startsWith('thread.run.') && isRecord(data)) {
      // The data of such an event is a run.
      this.#putRun(name, data as Partially<Run>)
    }
  }

  /** Makes the events with which the run ends before its time, in the middle of a step and a message; none for a run that is over. */
  *ending(outcomeOf: (run: Run) => Outcome): Generator<AssistantStreamEvent> {
    const { run, openStep } = this
    if (!run || !isActive(run)) return

    const outcome = outcomeOf(run)
    const { status } = outcome.run
    if (status === 'cancelled') yield { event: 'thread.run.cancelling', data: cancelling(run) }
    for (const message of this.#openMessages())
      yield* close({ message: { ...message, ...outcome.message } })
    if (openStep) yield* close({ step: { ...openStep, ...outcome.step, usage: newUsage() } })
    const usage = newUsage(sumOfUsage(this.steps.list()))
    const data = { ...run, expires_at: null, required_action: null, ...outcome.run, usage }
    yield { event: `thread.run.${status}`, data }
  }

  #openMessages(): Message[] {
    return this.messages
      .list()
      .filter(({ run_id, status }) => run_id === this.id && status === 'in_progress')
  }

  #putMessage(id: string): void {
    const message = this.#messageReading.messages.get(id)
    // A message that was read is a message, as far as it has come.
    if (message?.whole) this.messages.put(message.fold() as Partially<Message>)
  }

  #putStep(id: string): void {
    const step = this.#stepReading.steps.get(id)
    // A step that was read is a step, as far as it has come.
    if (step?.whole) this.steps.put(step.fold() as Partially<RunStep>)
  }

  #putRun(name: string, run: Partially<Run>): void {
    this.#followed = this.runs.put(run)
    if (name !== 'thread.run.requires_action') return
    // A stream may have the calls in the required action alone.
    this.#stepReading.placeRequired()
    for (const id of this.#stepReading.steps.keys()) this.#putStep(String(id))
  }
}
