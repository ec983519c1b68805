import { createParser } from 'eventsource-parser'
import { encode, type SseRecord } from 'msw-openai/streaming'
import { expect, it } from 'vitest'
import { encodeComment, encodeText } from '../../src/streaming/encode.js'

/** The text of bytes that have to be valid UTF-8, a BOM included. */
function text(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
}

/** The records that an independent parser makes of bytes. */
function witness(bytes: Uint8Array): SseRecord[] {
  const records: SseRecord[] = []
  const parser = createParser({
    onEvent: ({ event, data }) => records.push(event === undefined ? { data } : { event, data }),
  })
  parser.feed(text(bytes))
  return records
}

const records: ReadonlyArray<[name: string, record: SseRecord, wire: string]> = [
  ['data alone', { data: '{"a":1}' }, 'data: {"a":1}\n\n'],
  ['a name before its data', { event: 'done', data: '[DONE]' }, 'event: done\ndata: [DONE]\n\n'],
  ['empty data', { data: '' }, 'data: \n\n'],
  ['a leading space', { data: ' a' }, 'data:  a\n\n'],
  ['a colon', { event: 'a:b', data: ':c' }, 'event: a:b\ndata: :c\n\n'],
  ['two lines', { data: 'a\nb' }, 'data: a\ndata: b\n\n'],
  ['a last line that is empty', { data: 'a\n' }, 'data: a\ndata: \n\n'],
  ['a blank line', { data: 'a\n\nb' }, 'data: a\ndata: \ndata: b\n\n'],
  ['non-ASCII text as it is', { data: 'é 漢 🙂' }, 'data: é 漢 🙂\n\n'],
  [
    'U+2028, U+2029, U+0085, VT and FF as they are',
    { data: 'a\u2028b\u2029c\u0085d\ve\f' },
    'data: a\u2028b\u2029c\u0085d\ve\f\n\n',
  ],
]

it.each(records)('encodes %s', (_, record, wire) => {
  const bytes = encode(record)

  expect(text(bytes)).toBe(wire)
  expect(witness(bytes)).toEqual([record])
})

it.each([
  ['CR', 'a\rb', 'data: a\ndata: b\n\n'],
  ['CRLF', 'a\r\nb', 'data: a\ndata: b\n\n'],
  ['LF CR, which is two', 'a\n\rb', 'data: a\ndata: \ndata: b\n\n'],
])('starts another data line at %s', (_, data, wire) => {
  expect(text(encode({ data }))).toBe(wire)
})

it('ends every line with CRLF where it is asked to', () => {
  const bytes = encode({ event: 'tick', data: 'a\nb' }, '\r\n')

  expect(text(bytes)).toBe('event: tick\r\ndata: a\r\ndata: b\r\n\r\n')
  expect(witness(bytes)).toEqual([{ event: 'tick', data: 'a\nb' }])
})

it('writes UTF-8, without a BOM', () => {
  expect(Buffer.from(encode({ data: 'é' })).toString('hex')).toBe('646174613a20c3a90a0a')
})

it('carries half a surrogate pair inside JSON', () => {
  const half = { content: '🙂'.slice(0, 1) }
  const bytes = encode({ data: JSON.stringify(half) })

  expect(text(bytes)).toBe('data: {"content":"\\ud83d"}\n\n')
  expect(witness(bytes).map(({ data }) => JSON.parse(data))).toEqual([half])
})

it.each(['a\nb', 'a\rb', 'a\r\n', 'a\0b'])('refuses the event name %j', (event) => {
  expect(() => encode({ event, data: '' })).toThrow(
    new TypeError(
      `Failed to encode an SSE record: the event name ${JSON.stringify(event)} has a line break or a NUL.`,
    ),
  )
})

it.each([
  ['ping', ': ping\n\n'],
  ['', ':\n\n'],
  ['a\nb\r\n\rc', ': a\n: b\n:\n: c\n\n'],
  ['data: a', ': data: a\n\n'],
])('encodes the comment %j, which no parser sees', (comment, wire) => {
  const bytes = encodeComment(comment)

  expect(text(bytes)).toBe(wire)
  expect(witness(bytes)).toEqual([])
})

it('ends every line of a comment with CRLF where it is asked to', () => {
  expect(text(encodeComment('a\nb', '\r\n'))).toBe(': a\r\n: b\r\n\r\n')
})

it('encodes text as it is', () => {
  expect(text(encodeText('data: {"a"'))).toBe('data: {"a"')
})

it.each(['\r', '', 'toString', null])('refuses the line ending %j', (lineEnding) => {
  const reason = `Failed to encode an SSE record: ${JSON.stringify(lineEnding)} is no line ending. Expected "\\n" or "\\r\\n".`

  expect(() => encode({ data: 'a' }, lineEnding as '\n')).toThrow(new TypeError(reason))
  expect(() => encodeComment('a', lineEnding as '\n')).toThrow(new TypeError(reason))
})
