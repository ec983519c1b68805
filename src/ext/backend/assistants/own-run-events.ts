import type { AssistantStreamEvent } from 'openai/resources/beta/assistants'
import type { Run } from 'openai/resources/beta/threads/runs/runs'
import { isRecord } from '../../../routes/protocol/defaults.js'
import { listAt, textAt, valueAt } from '../../../routes/protocol/fields.js'
import { idsInside, type NextId } from '../../../routes/protocol/ids.js'
import type { RunRecord } from './run-record.js'

/** The fields of a run that its events change. All others are those of the run in the store. */
const CHANGING = [
  'status',
  'expires_at',
  'started_at',
  'cancelled_at',
  'failed_at',
  'completed_at',
  'required_action',
  'last_error',
  'incomplete_details',
  'usage',
]

/**
 * Makes the events of any script those of one run in the store: with the ids of the run, its thread
 * and its assistant, with ids of messages, steps and calls that no other has, and with times from
 * the creation of the run on.
 */
export class OwnRunEvents {
  readonly #record: RunRecord
  readonly #isContinued: boolean
  /** The ids of the calls before this stream. */
  readonly #taken: readonly string[]
  readonly #newCallId: NextId
  /** The own ids, by the ids in the script. */
  readonly #ids = new Map<string, string>()
  /** The seconds between the times of the script and those of the run. */
  #delay: number | undefined

  /** @param isContinued True for a stream after the outputs of tools. */
  constructor(record: RunRecord, isContinued: boolean) {
    this.#record = record
    this.#isContinued = isContinued
    this.#taken = record.callIds()
    this.#newCallId = idsInside(record.id, this.#taken)
  }

  /** Makes one event that of the run; undefined where another event has said the same before. */
  own(event: AssistantStreamEvent): AssistantStreamEvent | undefined {
    const { run } = this.#record
    if (!run || !isRecord(event.data)) return event

    const data = this.#dataOf(event.event, event.data, run)
    // Only values of the fields have changed.
    return data && ({ ...event, data } as AssistantStreamEvent)
  }

  #dataOf(name: string, data: Record<string, unknown>, run: Run): object | undefined {
    if (name.startsWith('thread.message.')) return this.#message(data, run)
    if (name.startsWith('thread.run.step.')) return this.#step(name, data, run)
    if (name.startsWith('thread.run.')) return this.#run(name, data, run)
    // The backend has created the thread.
    return name === 'thread.created' ? undefined : data
  }

  #run(name: string, data: object, run: Run): object | undefined {
    if (this.#isContinued && name === 'thread.run.created') return undefined

    const fields = Object.entries(this.#inTime(data, run))
    const changed = Object.fromEntries(fields.filter(([field]) => CHANGING.includes(field)))
    const calls = listAt(changed, 'required_action', 'submit_tool_outputs', 'tool_calls')
    return {
      ...run,
      ...changed,
      started_at: run.started_at ?? valueAt(changed, 'started_at') ?? null,
      ...(calls.length > 0 && {
        required_action: {
          type: 'submit_tool_outputs',
          submit_tool_outputs: { tool_calls: calls.map((call) => this.#call(call)) },
        },
      }),
    }
  }

  #message(data: Record<string, unknown>, run: Run): object {
    const id = this.#messageId(textAt(data, 'id'))
    if ('delta' in data) return { ...data, id }
    return { ...this.#inTime(data, run), id, ...ownersOf(run) }
  }

  #step(name: string, data: Record<string, unknown>, run: Run): object | undefined {
    const scripted = textAt(data, 'id')
    // A stream that continues a run begins with the end of the step that called the functions.
    const isEarlier = name === 'thread.run.step.completed' && !this.#ids.has(scripted)
    if (this.#isContinued && isEarlier) return undefined

    const id = this.#idOf(scripted, () => this.#record.steps.newId())
    const { delta } = data
    if (isRecord(delta))
      return { ...data, id, delta: { ...delta, step_details: this.#details(delta) } }
    const step_details = this.#details(data)
    return { ...this.#inTime(data, run), id, ...ownersOf(run), step_details }
  }

  #details({ step_details: details }: Record<string, unknown>): unknown {
    if (!isRecord(details)) return details
    const { message_creation, tool_calls } = details
    if (isRecord(message_creation)) {
      const message_id = this.#messageId(textAt(message_creation, 'message_id'))
      return { ...details, message_creation: { ...message_creation, message_id } }
    }
    if (!Array.isArray(tool_calls)) return details
    return { ...details, tool_calls: tool_calls.map((call) => this.#call(call)) }
  }

  /** Gives a call its own id. A delta has an id only where the call begins. */
  #call(call: unknown): unknown {
    const id = textAt(call, 'id')
    if (!isRecord(call) || id === '') return call

    const isTaken = this.#taken.includes(id)
    return { ...call, id: this.#idOf(id, () => (isTaken ? this.#newCallId('call') : id)) }
  }

  #messageId(scripted: string): string {
    return this.#idOf(scripted, () => this.#record.messages.newId())
  }

  #idOf(scripted: string, newId: () => string): string {
    const id = this.#ids.get(scripted) ?? newId()
    this.#ids.set(scripted, id)
    return id
  }

  /** Moves the times of a resource, of which the first event of the script has the earliest. */
  #inTime(data: object, run: Run): object {
    const created = valueAt(data, 'created_at')
    if (typeof created === 'number') this.#delay ??= run.created_at - created
    const delay = this.#delay ?? 0
    const fields = Object.entries(data).map(([name, value]: [string, unknown]) => {
      const isTime = name.endsWith('_at') && typeof value === 'number'
      return [name, isTime ? value + delay : value]
    })
    return Object.fromEntries(fields)
  }
}

/** Gives the ids of the owners of a message or a step. */
function ownersOf({ id: run_id, thread_id, assistant_id }: Run) {
  return { run_id, thread_id, assistant_id }
}
