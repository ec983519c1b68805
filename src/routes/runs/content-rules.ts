import type { Problem } from '../lint/lint-rule.js'
import { textAt, valueAt } from '../protocol/fields.js'
import { isJson } from '../protocol/json.js'
import {
  deltasIn,
  piecesOf,
  requiredIn,
  type CreatedState,
  type RunRule,
  type RunState,
  type StreamedPiece,
} from './run-state.js'
import { inOrderOfIndex } from './joined-delta.js'

const REQUIRES = 'thread.run.requires_action'

/** The fields of a piece that do not change. */
const FIXED = ['type', 'id', 'name'] as const

/** The rules for the texts of messages, and for the calls of tools in steps. */
export const contentRules: readonly RunRule[] = [
  {
    id: 'runs/delta-index',
    severity: 'error',
    reason: 'Clients append each new part or call, and find it by its index from then on.',
    event({ event }, before) {
      const { data, known } = deltaOf(event, before) ?? {}
      if (!known) return undefined
      return placedIn(data, known)
        .filter(({ index, isNew, next }) => isNew && index !== next)
        .map(({ index: received, next: expected }) => ({
          message: 'The index is not the next one.',
          expected,
          received,
        }))
    },
  },
  {
    id: 'runs/delta-order',
    severity: 'error',
    reason:
      'The stream helper of the SDK takes a part or a call for done once the next one begins.',
    event({ event }, before) {
      const { data, known } = deltaOf(event, before) ?? {}
      if (!known) return undefined
      return deltasIn(data)
        .map((delta): unknown => valueAt(delta, 'index'))
        .filter((index) => typeof index === 'number' && index < known.last)
        .map((received) => ({
          message: 'The delta comes after the next part or call has begun.',
          expected: known.last,
          received,
        }))
    },
  },
  {
    id: 'runs/call-announced',
    severity: 'error',
    reason:
      'The first delta of a call has its id and its type, and a function its name: no later one has them.',
    event({ event }, before) {
      const { kind, data, known } = deltaOf(event, before) ?? {}
      if (kind !== 'step' || !known) return undefined
      return placedIn(data, known)
        .filter(({ delta, isNew }) => isNew && !isAnnounced(delta))
        .map(({ delta: received }) => ({
          message: 'The call begins without its id, its type or its name.',
          received,
        }))
    },
  },
  {
    id: 'runs/call-announced-once',
    severity: 'error',
    reason:
      'The stream helper of the SDK joins the texts of deltas, and doubles an id or a name that comes again.',
    event({ event }, before) {
      const { kind, data, known } = deltaOf(event, before) ?? {}
      if (kind !== 'step' || !known) return undefined
      return placedIn(data, known)
        .filter(({ delta, isNew }) => !isNew && hasNames(delta))
        .map(({ delta: received }) => ({
          message: 'The call has its id or its name again.',
          received,
        }))
    },
  },
  {
    id: 'runs/message-text',
    severity: 'error',
    reason:
      'A client that joins the deltas has another text than one that waits for the whole message.',
    event({ event }, before) {
      const { kind, data, known } = endOf(event, before) ?? {}
      if (kind !== 'message' || !known) return undefined
      return differences(known, piecesOf(data), ['type'])
    },
  },
  {
    id: 'runs/step-calls',
    severity: 'error',
    reason:
      'A client that joins the deltas has other calls than one that waits for the whole step.',
    event({ event }, before) {
      const { kind, data, known } = endOf(event, before) ?? {}
      if (kind !== 'step' || !known) return undefined
      return differences(known, piecesOf(data), FIXED)
    },
  },
  {
    id: 'runs/required-step',
    severity: 'error',
    reason:
      'The step whose functions the client has to call stays open: submitToolOutputs() ends it.',
    event({ event }, before) {
      const { name, data } = before.read(event)
      if (name !== REQUIRES || before.ending || openCalls(before)) return undefined
      return {
        message: 'No step that calls tools is open.',
        received: requiredIn(data).map(({ id }) => id),
      }
    },
  },
  {
    id: 'runs/required-calls',
    severity: 'error',
    reason:
      'A client that joins the deltas has other calls than one that reads the required action.',
    event({ event }, before) {
      const { name, data } = before.read(event)
      const step = name === REQUIRES && !before.ending ? openCalls(before) : undefined
      if (!step?.isWhole) return undefined
      return differences(step, requiredIn(data), FIXED)
    },
  },
  {
    id: 'runs/arguments-json',
    severity: 'error',
    reason: 'Clients parse the arguments of a function as JSON.',
    event({ event }, before) {
      const { name, data } = before.read(event)
      if (name !== REQUIRES) return undefined
      return requiredIn(data)
        .filter(({ text }) => !isJson(text))
        .map(({ text }) => ({ message: 'The arguments are no JSON.', received: text }))
    },
  },
]

/** Reads a delta of a message or step that is open, and of which the stream has the beginning. */
function deltaOf(event: unknown, before: RunState) {
  return openOf(event, before, (verb) => verb === 'delta')
}

/** Reads the end of such a message or step. */
function endOf(event: unknown, before: RunState) {
  return openOf(event, before, isEnd)
}

function openOf(event: unknown, before: RunState, isAsked: (verb: string) => boolean) {
  const read = before.read(event)
  const known = isAsked(read.verb) ? before.of(read) : undefined
  return known?.isWhole && !known.end ? { ...read, known } : undefined
}

/** Lists the deltas of an event, each with the index that comes next, and true where it begins a part or a call. */
function placedIn(data: unknown, { pieces }: CreatedState) {
  const added = new Set<unknown>()
  return deltasIn(data).map((delta) => {
    const index: unknown = valueAt(delta, 'index')
    const isNew = !pieces.has(index) && !added.has(index)
    const next = pieces.size + added.size
    if (isNew) added.add(index)
    return { delta, index, isNew, next }
  })
}

function isEnd(verb: string): boolean {
  return !['created', 'in_progress', 'delta'].includes(verb)
}

function isAnnounced(delta: object): boolean {
  const type: unknown = valueAt(delta, 'type')
  const hasName = type !== 'function' || typeof valueAt(delta, 'function', 'name') === 'string'
  return typeof valueAt(delta, 'id') === 'string' && typeof type === 'string' && hasName
}

function hasNames(delta: object): boolean {
  return textAt(delta, 'id') !== '' || textAt(delta, 'function', 'name') !== ''
}

function openCalls({ open }: RunState): CreatedState | undefined {
  return [...open.step.values()].findLast(({ type }) => type === 'tool_calls')
}

/** Compares whole parts or calls with the streamed ones. */
function differences(
  { pieces }: CreatedState,
  whole: readonly StreamedPiece[],
  fixed: ReadonlyArray<'type' | 'id' | 'name'>,
): Problem[] {
  const streamed = inOrder(pieces)
  const problems = whole.flatMap((piece, index) => compare(streamed[index], piece, index, fixed))
  const lost = streamed.slice(whole.length)
  return [
    ...problems,
    ...lost.map(({ text }) => ({ message: 'A streamed part is lost.', expected: text })),
  ]
}

function compare(
  streamed: StreamedPiece | undefined,
  piece: StreamedPiece,
  index: number,
  fixed: ReadonlyArray<'type' | 'id' | 'name'>,
): Problem[] {
  if (!streamed) return [{ message: `Part ${index} was not streamed.`, received: piece.text }]
  return [...fixed, 'text' as const].flatMap((field) => {
    const [expected, received] = [streamed[field], piece[field]]
    if (expected === received) return []
    return [
      { message: `The ${field} of part ${index} is not that of the deltas.`, expected, received },
    ]
  })
}

function inOrder(pieces: ReadonlyMap<unknown, StreamedPiece>): StreamedPiece[] {
  const indexed = [...pieces].filter(
    (entry): entry is [number, StreamedPiece] => typeof entry[0] === 'number',
  )
  return inOrderOfIndex(new Map(indexed))
}
