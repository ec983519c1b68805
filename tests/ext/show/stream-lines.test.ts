import { expect, it } from 'vitest'
import { readStream } from '../../../src/ext/show/read-stream.js'
import { streamLines } from '../../../src/ext/show/stream-lines.js'
import {
  chunkRecord,
  DONE,
  GREETING,
  recordingOf,
  RESPONSES,
  ROLE,
  STOP,
  TOOL_CALL,
} from './recordings.js'

const ESCAPE = '\u001B'

function lines(text: string, columns = 100, hasColours = false): string[] {
  return [...streamLines(readStream(recordingOf(text)), { columns, hasColours })]
}

it('prints a line for each record, and the answer at the end', () => {
  expect(lines(GREETING)).toEqual([
    'answer.sse',
    'chat.completions.create · 5 events · 826 B',
    '',
    '0  175 B  role "assistant"',
    '1  161 B  content "Hello"',
    '2  162 B  content " there"',
    '3  146 B  finish_reason "stop"',
    '4  168 B  usage {"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}',
    '    14 B  terminator [DONE]',
    '',
    'Text\nHello there',
    'Usage {"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}',
  ])
})

it('prints findings below their records', () => {
  const printed = lines(chunkRecord({ content: 'Hi' }) + STOP)

  expect(printed).toContain(
    '  ▲ error chat/role-first Choice 0 begins without a role. (expected "assistant")',
  )
  expect(printed[1]).toContain('1 error · 1 warning')
})

it('prints tool calls', () => {
  expect(lines(TOOL_CALL)).toContain('Tool call look({"city":"Paris"}) [call_1]')
})

it('prints times, where they are known', () => {
  const recording = recordingOf(ROLE + DONE)
  const chunks = recording.chunks.map((chunk) => ({ ...chunk, time: 41.7 }))
  const printed = [
    ...streamLines(readStream({ ...recording, chunks }), { columns: 100, hasColours: false }),
  ]

  expect(printed[3]).toBe('0  42 ms  175 B  role "assistant"')
})

it.each([30, 59, 80])('keeps lines of records within %d columns', (columns) => {
  const text =
    ROLE + chunkRecord({ content: 'long '.repeat(50) }) + chunkRecord({ content: '長'.repeat(80) })
  const records = lines(text, columns).slice(3, 6)

  expect(records[1]).toMatch(/…$/)
  for (const line of records) {
    expect([...line].length + [...line].filter((each) => each === '長').length).toBeLessThanOrEqual(
      columns,
    )
  }
})

it('prints no escape sequence of a stream', () => {
  const evil = `${ESCAPE}[2J${ESCAPE}]0;title\u0007\u009B31m\u202Ereversed\r\u2028`
  const printed = lines(
    [
      ROLE,
      chunkRecord({ content: evil }),
      `: ${ESCAPE}[31m comment\n\n`,
      `event: ${ESCAPE}[1m\ndata: ${ESCAPE}{\n\n`,
    ].join(''),
  ).join('\n')

  expect(printed).not.toMatch(/(?!\n)[\p{Cc}\u202E\u2028]/u)
  expect(printed).toContain('\\u001b[2J')
})

it('colours the lines of a terminal', () => {
  const printed = lines(GREETING, 100, true)

  expect(printed[4]).toContain(`${ESCAPE}[36mcontent${ESCAPE}[0m`)
})

it('prints the events of responses by their types', () => {
  const event = { type: 'response.output_text.delta', delta: 'Hi', sequence_number: 0 }
  const recording = recordingOf(
    `event: response.output_text.delta\ndata: ${JSON.stringify(event)}\n\n`,
    {
      endpoint: RESPONSES,
    },
  )
  const printed = [...streamLines(readStream(recording), { columns: 80, hasColours: false })]

  expect(printed[3]).toMatch(/^0 {2}\d+ B {2}response\.output_text\.delta "Hi"$/)
})
