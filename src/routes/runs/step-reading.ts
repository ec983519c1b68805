import { isRecord } from '../protocol/defaults.js'
import { listAt, textAt, valueAt } from '../protocol/fields.js'
import { indexOf, inOrderOfIndex, JoinedDelta, overlay, sameItems } from './joined-delta.js'

/**
 * Reads the steps of a stream, event by event, and the calls that the run requires. Events may be
 * of any shape.
 */
export class StepsReading {
  /** The steps, by id. */
  readonly steps = new Map<unknown, StepReading>()
  readonly #required: unknown[][] = []

  /** Reads one event. */
  read(event: unknown): void {
    const name = textAt(event, 'event')
    const data = valueAt(event, 'data')
    if (name === 'thread.run.requires_action') this.#required.push(requiredIn(data))
    if (!name.startsWith('thread.run.step.') || !isRecord(data)) return

    const step = this.steps.get(data['id']) ?? new StepReading()
    this.steps.set(data['id'], step)
    if (name.endsWith('.delta')) step.readDelta(data)
    else step.readWhole(data, !/\.(created|in_progress)$/.test(name))
  }

  /**
   * Adds the required calls to the calls of the steps, by their ids. A call that no step mentions
   * belongs to the open step.
   *
   * @returns The calls without a step.
   */
  placeRequired(): unknown[] {
    const steps = [...this.steps.values()]
    const owners = new Map(steps.flatMap((step) => step.ids.map((id) => [id, step] as const)))
    const open = steps.findLast((step) => step.callsTools && !step.isOver)
    const unplaced = new Map<unknown, unknown>()
    for (const calls of this.#required) {
      for (const [position, call] of calls.entries()) {
        const step = owners.get(textAt(call, 'id')) ?? open
        if (step) step.require(call, position)
        else unplaced.set(textAt(call, 'id') || call, call)
      }
    }
    return [...unplaced.values()]
  }
}

/**
 * Reads one step. The arguments of a call are joined of its deltas, or else taken of the whole
 * step, or of the required action.
 */
class StepReading {
  /** The last whole step; undefined where there are deltas alone. */
  whole: object | undefined
  /** True once the step has ended. */
  isOver = false
  readonly #details = new JoinedDelta()
  readonly #calls = new Map<number, CallReading>()
  readonly #indexes = new Map<unknown, number>()
  /** The index of the call that was read last. */
  #last = 0
  /** The index behind the last call. */
  #next = 0

  /** True for a step that calls tools. */
  get callsTools(): boolean {
    return this.#calls.size > 0 || valueAt(this.whole, 'step_details', 'type') === 'tool_calls'
  }

  /** The ids of the calls. */
  get ids(): unknown[] {
    return [...this.#indexes.keys()]
  }

  /** Reads a delta of the step. */
  readDelta(data: unknown): void {
    const details = valueAt(data, 'delta', 'step_details')
    if (!isRecord(details)) return

    const { tool_calls: _, ...others } = details
    this.#details.add(others)
    for (const call of listAt(details, 'tool_calls').filter(isRecord)) {
      this.#callAt(this.#indexOf(call), call).readDelta(call)
    }
  }

  /** Reads the whole step. */
  readWhole(step: object, isOver: boolean): void {
    this.whole = step
    this.isOver = isOver
    const read = new Set<number>()
    for (const [position, call] of listAt(step, 'step_details', 'tool_calls').entries()) {
      if (!isRecord(call)) continue

      const index = this.#find(call, position, read)
      read.add(index)
      this.#callAt(index, call).whole = call
    }
  }

  /** Reads a call that the run requires. */
  require(call: unknown, position: number): void {
    const fields = Object(call)
    this.#callAt(this.#find(fields, position), fields).required = withNoOutput(fields)
  }

  /** Gives the calls, in the order of their indexes. */
  foldCalls(): unknown[] {
    return inOrderOfIndex(this.#calls).map((call) => call.fold(this.isOver))
  }

  /** Gives the step with the details that were read. */
  fold(): object {
    const tool_calls = this.foldCalls()
    const [lower, upper] = this.isOver
      ? [this.#details.value(), valueAt(this.whole, 'step_details')]
      : [valueAt(this.whole, 'step_details'), this.#details.value()]
    const details = overlay(lower, upper)
    const isWhole = tool_calls.length === 0 || sameItems(tool_calls, valueAt(details, 'tool_calls'))
    const step_details = isWhole ? details : { ...Object(details), type: 'tool_calls', tool_calls }
    const whole = this.whole ?? {}
    return step_details === valueAt(whole, 'step_details') ? whole : { ...whole, step_details }
  }

  /** Finds the index of a delta. Without an index, a new id begins a new call. */
  #indexOf(delta: object): number {
    const id = textAt(delta, 'id')
    const index = id === '' ? this.#last : (this.#indexes.get(id) ?? this.#next)
    return indexOf(delta) ?? index
  }

  /** Finds the index of a call in a list: by the call's id, or else the position in the list, if that is free. */
  #find(call: object, position: number, read: ReadonlySet<number> = new Set()): number {
    const id = textAt(call, 'id')
    const current = this.#calls.get(position)?.id
    if (id === '' || current === id) return position

    const known = this.#indexes.get(id)
    if (known !== undefined && !read.has(known)) return known
    return current ? this.#next : position
  }

  #callAt(index: number, given: object): CallReading {
    const call = this.#calls.get(index) ?? new CallReading()
    call.id = textAt(given, 'id') || call.id
    this.#calls.set(index, call)
    if (call.id) this.#indexes.set(call.id, index)
    this.#last = index
    this.#next = Math.max(this.#next, index + 1)
    return call
  }
}

/** The field of each kind of call that is streamed. */
export const STREAMED = { function: 'arguments', code_interpreter: 'input' } as const

/** Reads one call of a tool. */
class CallReading {
  /** The id of the call; empty where none is known. */
  id = ''
  /** The call in the last whole step. */
  whole: unknown
  /** The call that the run requires. */
  required: unknown
  readonly #joined = new JoinedDelta()

  /** Reads a delta of the call. */
  readDelta(delta: object): void {
    const { index: _, ...fields }: { index?: unknown } = delta
    this.#joined.add(fields)
  }

  /** Gives the call. Once the step is over, all but the streamed field are those of the whole step. */
  fold(isOver: boolean): unknown {
    const joined = this.#joined.value()
    const layers = isOver ? [joined, this.whole] : [this.whole, joined]
    const call = layers.reduce(overlay, this.required)
    const kind = isRecord(valueAt(call, 'function')) ? 'function' : 'code_interpreter'
    const sources = [joined, this.whole, this.required]
    const read = sources.map((source) => textAt(source, kind, STREAMED[kind])).find(Boolean)
    if (!read || textAt(call, kind, STREAMED[kind]) === read) return call
    return overlay(call, { [kind]: { [STREAMED[kind]]: read } })
  }
}

/** Adds a null `output` to a required call: a call of a step has this field. */
function withNoOutput(call: object): unknown {
  return overlay({ function: { output: null } }, call)
}

function requiredIn(run: unknown): unknown[] {
  return listAt(run, 'required_action', 'submit_tool_outputs', 'tool_calls').filter(isRecord)
}
