import { sse, type RuleCases } from '../lint/rule-case.js'

const hello = { type: 'transcript.text.delta', delta: 'Hello' }
const there = { type: 'transcript.text.delta', delta: ' there' }
const done = { type: 'transcript.text.done', text: 'Hello there' }

/** Makes a segment. */
function segment(text: string, start: number, fields: object = {}) {
  const id = `seg_${start}`
  return {
    type: 'transcript.text.segment',
    text,
    speaker: 'A',
    start,
    end: start + 1,
    id,
    ...fields,
  }
}

/** Writes records with the line endings of the endpoint. */
function wireOf(...records: ReadonlyArray<string | object>): string {
  return sse(...records, '[DONE]').replaceAll('\n', '\r\n')
}

const right = wireOf(hello, there, done)
const segments = wireOf(segment(' Hello', 0), segment(' there', 1), done)
const tokens = [
  { token: 'Hello', logprob: -0.5 },
  { token: ' there', logprob: -0.25 },
]
const [first, second] = tokens
const likely = wireOf(
  { ...hello, logprobs: [first] },
  { ...there, logprobs: [second] },
  { ...done, logprobs: tokens },
)

export const transcriptionsCases: RuleCases = {
  'transcriptions/event-name': { wrong: `event: transcript.text.delta\r\n${right}`, right },
  'transcriptions/one-kind': { wrong: wireOf(hello, segment(' there', 0), done), right: segments },
  'transcriptions/done-text': { wrong: wireOf(hello, done), right: segments },
  'transcriptions/done-logprobs': {
    wrong: wireOf({ ...hello, logprobs: [first] }, there, { ...done, logprobs: tokens }),
    right: likely,
  },
  'transcriptions/segment-order': {
    wrong: wireOf(segment(' Hello', 1), segment(' there', 0), done),
    right: segments,
  },
  'transcriptions/segment-time': {
    wrong: wireOf(segment(' Hello', 0, { end: -1 }), segment(' there', 1), done),
    right: segments,
  },
  'transcriptions/segment-id': {
    wrong: wireOf(segment(' Hello', 0), segment(' there', 1, { id: 'seg_0' }), done),
    right: segments,
  },
  'transcriptions/done-last': { wrong: wireOf(hello, there, done, hello), right },
  'transcriptions/done-missing': { wrong: wireOf(hello, there), right },
}
