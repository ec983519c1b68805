import { expect, it } from 'vitest'
import { readStream } from '../../../src/ext/show/read-stream.js'
import {
  chunkRecord,
  DONE,
  GREETING,
  recordingOf,
  recordingOfChunks,
  ROLE,
  STOP,
  TOOL_CALL,
} from './recordings.js'

const shown = (text: string) => readStream(recordingOf(text))

it('gives a record for each event, with what the event adds', () => {
  const { records, answer, findings } = shown(GREETING)

  expect(records.map(({ kind, index, type, text }) => [kind, index, type, text])).toEqual([
    ['event', 0, 'role', ''],
    ['event', 1, 'content', 'Hello'],
    ['event', 2, 'content', ' there'],
    ['event', 3, 'finish_reason', ''],
    ['event', 4, 'usage', ''],
    ['terminator', undefined, 'terminator', ''],
  ])
  expect(answer).toMatchObject({
    text: 'Hello there',
    toolCalls: [],
    usage: { total_tokens: 3 },
    problem: undefined,
  })
  expect(findings).toEqual([])
})

it('gives the bytes of each record', () => {
  const { records, size } = shown(GREETING)

  expect(records.map(({ raw }) => raw).join('')).toBe(GREETING)
  expect(records.reduce((sum, record) => sum + record.size, 0)).toBe(size)
  expect(records.map(({ offset }) => offset).slice(0, 2)).toEqual([0, ROLE.length])
})

it('gives comments, empty records and data that is no JSON as what they are', () => {
  const { records } = shown(`: ping\n\nretry: 5\n\ndata: {"oops\n\ndata: {"x":1}\n\n${GREETING}`)

  expect(records.slice(0, 5).map(({ kind, index, line }) => [kind, index, line])).toEqual([
    ['comment', undefined, ': ping'],
    ['no data', undefined, 'retry: 5'],
    ['no JSON', 0, '{"oops'],
    ['invalid event', 1, '{"x":1}'],
    ['event', 2, 'role "assistant"'],
  ])
})

it('puts each finding at its record, and what is missing at the end', () => {
  const { records, findings } = shown(chunkRecord({ content: 'Hi' }) + STOP)

  expect(records.map((record) => record.findings.map(({ rule }) => rule))).toEqual([
    ['chat/role-first'],
    [],
  ])
  expect(findings.map(({ rule }) => rule)).toEqual(['stream/terminator-missing'])
})

it('gives a record the time of the read in which the record ends', () => {
  const bytes = new TextEncoder().encode(GREETING)
  const cut = ROLE.length + 10
  const { records, reads } = readStream(
    recordingOfChunks([
      { bytes: bytes.subarray(0, cut), time: 5 },
      { bytes: bytes.subarray(cut), time: 9 },
    ]),
  )

  expect(records.map(({ time }) => time)).toEqual([5, 9, 9, 9, 9, 9])
  expect(reads).toEqual([
    { time: 5, size: cut },
    { time: 9, size: bytes.length - cut },
  ])
})

it('gives the growth of tool calls', () => {
  const { answer } = shown(TOOL_CALL)

  expect(answer.toolCalls).toEqual([{ id: 'call_1', name: 'look', arguments: '{"city":"Paris"}' }])
  expect(answer.steps).toEqual([
    { at: 1, given: [0] },
    { at: 2, given: [8] },
    { at: 3, given: [16] },
  ])
})

it('keeps the number of steps of a long tool call small', () => {
  const piece = chunkRecord({ tool_calls: [{ index: 0, function: { arguments: '1' } }] })
  const { steps } = shown(ROLE + piece.repeat(1000)).answer

  expect(steps.length).toBeLessThanOrEqual(200)
  expect(steps.at(-1)).toEqual({ at: 1000, given: [1000] })
})

it('explains why events make no whole answer', () => {
  const broken = { choices: [{ index: 0, delta: { content: 5 }, finish_reason: null }] }
  const { answer } = shown(`data: ${JSON.stringify({ ...broken, object: 'x' })}\n\n${DONE}`)

  expect(answer.usage).toBeUndefined()
  expect(answer.problem).toMatch(/^Failed to fold/)
})

it('reads bytes that are nothing', () => {
  expect(shown('')).toMatchObject({ records: [], size: 0, answer: { text: '' } })
  expect(shown('\u0000\u0001garbage').records).toMatchObject([{ kind: 'no data' }])
})
