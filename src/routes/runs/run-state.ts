import type { LintRule } from '../lint/lint-rule.js'
import { isRecord } from '../protocol/defaults.js'
import { listAt, textAt, valueAt } from '../protocol/fields.js'
import { streamedIn, typeOf } from './message-reading.js'
import { STREAMED } from './step-reading.js'

/** A rule of the streams of runs. Events may be of any shape. */
export type RunRule = LintRule<unknown, RunState>

/** The kinds of objects in the events, by the name of the event without its last word. */
const KINDS = new Map([
  ['thread', 'thread'],
  ['thread.run', 'run'],
  ['thread.run.step', 'step'],
  ['thread.message', 'message'],
] as const)

/** The kinds of objects that a run creates. */
export type CreatedKind = 'step' | 'message'

/** The last words of the events that end a stream. */
const ENDINGS = ['requires_action', 'completed', 'incomplete', 'failed', 'cancelled', 'expired']

/** The parts of an event that the rules compare. */
export interface RunEvent {
  readonly name: string
  readonly kind: 'thread' | 'run' | CreatedKind | undefined
  /** The last word of the name. */
  readonly verb: string
  readonly data: unknown
}

/** Reads an event. */
function readRunEvent(event: unknown): RunEvent {
  const name = textAt(event, 'event')
  const end = Math.max(0, name.lastIndexOf('.'))
  // A name of no kind is no key.
  const kind = KINDS.get(name.slice(0, end) as 'thread')
  return { name, kind, verb: name.slice(end + 1), data: valueAt(event, 'data') }
}

/** Returns true for an event that ends the stream. */
export function endsRun({ name, kind, verb }: RunEvent): boolean {
  return name === 'error' || (kind === 'run' && ENDINGS.includes(verb))
}

/** A part of a message, or a call of a step, as far as deltas have streamed it. */
export interface StreamedPiece {
  readonly type: string
  /** The id of a call. */
  readonly id: string
  /** The name of a function. */
  readonly name: string
  /** The text, the refusal, the arguments or the code. */
  text: string
}

/** A step or a message, as far as events have streamed it. */
export class CreatedState {
  isInProgress = false
  /** The index of the last delta. */
  last = 0
  /** The name of the event that ended it. */
  end: string | undefined
  /** The id of the message that a step creates. */
  readonly messageId: string
  /** The type of a step. */
  readonly type: string
  readonly pieces = new Map<unknown, StreamedPiece>()

  constructor(
    /** True where it was created in this stream. */
    readonly isWhole: boolean,
    data: unknown,
  ) {
    this.messageId = textAt(data, 'step_details', 'message_creation', 'message_id')
    this.type = textAt(data, 'type')
    for (const [index, piece] of piecesOf(data).entries()) this.pieces.set(index, { ...piece })
  }

  /** Adds an event. */
  add({ name, verb, data }: RunEvent): void {
    if (verb === 'created') return
    if (verb === 'in_progress') this.isInProgress = true
    else if (verb === 'delta') for (const delta of deltasIn(data)) this.#join(delta)
    else this.#close(name)
  }

  #join(delta: object): void {
    const index: unknown = valueAt(delta, 'index')
    const piece = pieceOf(delta)
    const known = this.pieces.get(index)
    if (typeof index === 'number') this.last = index
    if (known) known.text += pieceOf({ type: known.type, ...delta }).text
    else this.pieces.set(index, piece)
  }

  #close(name: string): void {
    this.end ??= name
    this.pieces.clear()
  }
}

/** The stream of a run, as far as the rules have seen it. */
export class RunState {
  /** True once an event is there. */
  hasBegun = false
  /** True once an event has no name, so that it may be any event. */
  hasUnnamed = false
  /** The first run in an event. */
  run: { readonly id: unknown; readonly thread_id: unknown } | undefined
  /** The last word of the last event of the run; empty before the first one. */
  status = ''
  /** The name of the event that ended the stream. */
  ending: string | undefined
  readonly steps = new Map<unknown, CreatedState>()
  readonly messages = new Map<unknown, CreatedState>()
  /** The steps and the messages that have not ended. */
  readonly open = {
    step: new Map<unknown, CreatedState>(),
    message: new Map<unknown, CreatedState>(),
  }
  /** The steps that create messages, by the ids of the messages. */
  readonly creators = new Map<string, CreatedState>()

  #read: { readonly event: unknown; readonly reading: RunEvent } | undefined

  constructor(
    /** The names of the events with which a stream may begin. */
    readonly beginnings: readonly string[],
  ) {}

  /** True where the stream continues a run of another stream. */
  get isContinued(): boolean {
    return !this.beginnings.some((name) => name.endsWith('.created'))
  }

  /** Reads the next event. The rules share one reading, since they are many. */
  read(event: unknown): RunEvent {
    if (!this.#read || this.#read.event !== event)
      this.#read = { event, reading: readRunEvent(event) }
    return this.#read.reading
  }

  /** Lists the steps, or the messages. */
  all(kind: CreatedKind): Map<unknown, CreatedState> {
    return kind === 'step' ? this.steps : this.messages
  }

  /** Finds the step or the message of an event. */
  of({ kind, data }: RunEvent): CreatedState | undefined {
    if (kind !== 'step' && kind !== 'message') return undefined
    return this.all(kind).get(valueAt(data, 'id'))
  }

  /** Adds an event. */
  add(given: unknown): void {
    const event = this.read(given)
    const { name, kind, verb, data } = event
    if (name === '') this.hasUnnamed = true
    if (endsRun(event)) this.ending ??= name
    if (kind === 'run') {
      this.status = verb
      this.run ??= { id: valueAt(data, 'id'), thread_id: valueAt(data, 'thread_id') }
    }
    if (kind === 'step' || kind === 'message') this.#addTo(kind, event)
    this.hasBegun = true
  }

  #addTo(kind: CreatedKind, event: RunEvent): void {
    const id = valueAt(event.data, 'id')
    const known = this.of(event) ?? new CreatedState(event.verb === 'created', event.data)
    this.all(kind).set(id, known)
    if (known.messageId !== '') this.creators.set(known.messageId, known)
    known.add(event)
    if (known.end) this.open[kind].delete(id)
    else this.open[kind].set(id, known)
  }
}

/** Lists the deltas in the data of an event. */
export function deltasIn(data: unknown): object[] {
  const delta = valueAt(data, 'delta')
  return [...listAt(delta, 'content'), ...listAt(delta, 'step_details', 'tool_calls')].filter(
    isRecord,
  )
}

/** Lists the parts of a whole message, or the calls of a whole step. */
export function piecesOf(data: unknown): StreamedPiece[] {
  const pieces = [...listAt(data, 'content'), ...listAt(data, 'step_details', 'tool_calls')]
  return pieces.map(pieceOf)
}

/** Lists the calls that a run requires. */
export function requiredIn(run: unknown): StreamedPiece[] {
  return listAt(run, 'required_action', 'submit_tool_outputs', 'tool_calls').map(pieceOf)
}

function pieceOf(given: unknown): StreamedPiece {
  const piece = Object(given)
  const type = typeOf(piece)
  const kind = type === 'function' || type === 'code_interpreter' ? type : undefined
  const text = kind ? textAt(piece, kind, STREAMED[kind]) : streamedIn(piece, type)
  return { type, id: textAt(piece, 'id'), name: textAt(piece, 'function', 'name'), text }
}
