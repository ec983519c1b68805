import { unnamedRules } from '../lint/event-names.js'
import { firstDifference } from '../lint/first-difference.js'
import { protocolRules, type LintRule, type ProtocolRules } from '../lint/lint-rule.js'
import { listAt, textAt, valueAt } from '../protocol/fields.js'

interface TranscriptionState {
  /** The type of the events with the text; undefined before the first one. */
  pieces: string | undefined
  /** True once a delta names its segment: then the segments have the text again. */
  ofSegments: boolean
  text: string
  readonly logprobs: unknown[]
  readonly ids: Set<unknown>
  /** The start of the last segment, in seconds. */
  start: number
  isDone: boolean
}

type TranscriptionRule = LintRule<unknown, TranscriptionState>

const DELTA = 'transcript.text.delta'
const SEGMENT = 'transcript.text.segment'
const DONE = 'transcript.text.done'

const textRules: readonly TranscriptionRule[] = [
  {
    id: 'transcriptions/one-kind',
    severity: 'warning',
    once: true,
    reason:
      'OpenAI streams a text in deltas or in segments, and a client that joins both has the text twice.',
    event({ event }, { pieces, ofSegments }) {
      const type = textAt(event, 'type')
      const isKnown = pieces === undefined || pieces === type || ofSegments || namesSegment(event)
      if (![DELTA, SEGMENT].includes(type) || isKnown) return undefined
      return { message: `The stream has a ${type}, and a ${pieces} before.`, received: type }
    },
  },
  {
    id: 'transcriptions/done-text',
    severity: 'error',
    reason:
      'A client that joins the deltas or the segments has another text than one that waits for the end.',
    event({ event }, { text, pieces, isDone }) {
      const received = textAt(event, 'text')
      if (textAt(event, 'type') !== DONE || isDone || isSame(text, received, pieces))
        return undefined
      return { message: 'The text is not that of the events before.', expected: text, received }
    },
  },
  {
    id: 'transcriptions/done-logprobs',
    severity: 'warning',
    reason: 'The log probabilities of the end are those of the deltas.',
    event({ event }, { logprobs, isDone }) {
      if (textAt(event, 'type') !== DONE || isDone) return undefined
      const received = listAt(event, 'logprobs')
      if (firstDifference(logprobs, received) === undefined) return undefined
      return {
        message: 'The log probabilities are not those of the deltas.',
        expected: logprobs,
        received,
      }
    },
  },
]

const segmentRules: readonly TranscriptionRule[] = [
  {
    id: 'transcriptions/segment-order',
    severity: 'warning',
    reason: 'The segments are in the order of their starts, so that a client can append each one.',
    event({ event }, { start }) {
      const received = valueAt(event, 'start')
      if (textAt(event, 'type') !== SEGMENT || !isLess(received, start)) return undefined
      return { message: 'The segment starts before the one before it.', expected: start, received }
    },
  },
  {
    id: 'transcriptions/segment-time',
    severity: 'warning',
    reason: 'A segment ends after its start.',
    event({ event }) {
      const [start, received] = [valueAt(event, 'start'), valueAt(event, 'end')]
      if (textAt(event, 'type') !== SEGMENT || !isLess(received, start)) return undefined
      return { message: 'The segment ends before its start.', expected: start, received }
    },
  },
  {
    id: 'transcriptions/segment-id',
    severity: 'error',
    reason: 'Clients find a segment by its id, and confuse two segments with the same one.',
    event({ event }, { ids }) {
      const received = valueAt(event, 'id')
      if (textAt(event, 'type') !== SEGMENT || !ids.has(received)) return undefined
      return { message: 'Another segment has the same id.', received }
    },
  },
]

const endRules: readonly TranscriptionRule[] = [
  {
    id: 'transcriptions/done-last',
    severity: 'error',
    once: true,
    reason: 'A client has the whole text at transcript.text.done, and loses what follows.',
    event({ event }, { isDone }) {
      if (!isDone) return undefined
      return { message: `An event follows ${DONE}.`, received: textAt(event, 'type') }
    },
  },
  {
    id: 'transcriptions/done-missing',
    severity: 'error',
    reason: 'A client waits for transcript.text.done, which has the whole text and the usage.',
    end: ({ isDone }, { failed }) =>
      isDone || failed ? undefined : { message: `The stream has no ${DONE}.`, expected: DONE },
  },
]

/** The rules of the stream of a transcription. */
export const transcriptionRules: ProtocolRules<unknown> = protocolRules(
  [...unnamedRules('transcriptions'), ...textRules, ...segmentRules, ...endRules],
  begin,
  add,
  { misfits: 'whole' },
)

function begin(): TranscriptionState {
  return {
    pieces: undefined,
    ofSegments: false,
    text: '',
    logprobs: [],
    ids: new Set(),
    start: -Infinity,
    isDone: false,
  }
}

function add(state: TranscriptionState, event: unknown): void {
  const type = textAt(event, 'type')
  if (type === DONE) state.isDone = true
  if (type !== DELTA && type !== SEGMENT) return
  state.pieces ??= type
  state.ofSegments ||= namesSegment(event)
  const isRepeated = state.ofSegments && type !== state.pieces
  if (!isRepeated) state.text += textAt(event, type === DELTA ? 'delta' : 'text')
  for (const token of listAt(event, 'logprobs')) state.logprobs.push(token)
  if (type === DELTA) return
  state.ids.add(valueAt(event, 'id'))
  const start = valueAt(event, 'start')
  if (typeof start === 'number') state.start = start
}

/** Recognizes a delta that names its segment. */
function namesSegment(event: unknown): boolean {
  return textAt(event, 'segment_id') !== ''
}

/** Compares times. Those of another type belong to an event that matches no schema. */
function isLess(one: unknown, other: unknown): boolean {
  return typeof one === 'number' && typeof other === 'number' && one < other
}

/** Compares texts. The text of segments may be joined with any white space. */
function isSame(streamed: string, whole: string, pieces: string | undefined): boolean {
  if (pieces !== SEGMENT) return streamed === whole
  return streamed.replace(/\s+/g, '') === whole.replace(/\s+/g, '')
}
