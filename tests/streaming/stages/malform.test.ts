import { crlf, decode, encode, malform, split, type Frame } from 'msw-openai/streaming'
import { expect, it } from 'vitest'
import { done, frame, textOf, through } from './support.js'

it.each<[name: string, record: string, malformed: string]>([
  ['an object', 'data: {"a":"b"}\n\n', 'data: {"a"\n\n'],
  ['the record of a named event', 'event: a\ndata: {"a":1}\n\n', 'event: a\ndata: {"a\n\n'],
  ['lines that end in CRLF', 'event: a\r\ndata: {}\r\n\r\n', 'event: a\r\ndata: {\r\n\r\n'],
  ['several lines', 'data: {\ndata: "a":\ndata: 1\ndata: }\n\n', 'data: {\ndata: "a"\n\n'],
  ['a character of two units', 'data: "😀😀"\n\n', 'data: "😀\n\n'],
  ['a text', 'data: "abc"\n\n', 'data: "a\n\n'],
  ['a digit', 'data: 1\n\n', 'data: \n\n'],
])('halves %s', async (_, record, malformed) => {
  const { items } = await through([frame('event', record)], malform(0))

  expect(items).toEqual([{ ...frame('event', malformed), event: record }])
})

it('keeps the other events whole, and sends a record', async () => {
  const frames = ['{"a":1}', '{"a":2}'].map((data) =>
    frame('event', new TextDecoder().decode(encode({ data }))),
  )
  const { items } = await through([...frames, done], malform(1))
  const records = await Array.fromAsync(decode(items.map((item) => (item as Frame).bytes)))

  expect(records).toEqual([{ data: '{"a":1}' }, { data: '{"a' }, { data: '[DONE]' }])
})

it('keeps what else a frame says', async () => {
  const event: Frame = { ...frame('event', 'data: {}\n\n'), final: true, joined: true }
  const { items } = await through([event], malform(0))

  expect(items).toEqual([{ ...event, bytes: frame('event', 'data: {\n\n').bytes }])
})

it('malforms after other changes to the wire', async () => {
  const { items } = await through([frame('event', 'data: {}\n\n')], crlf(), malform(0))

  expect(items.map((item) => textOf(item as Frame))).toEqual(['data: {\r\n\r\n'])
})

it.each<[name: string, text: string]>([
  ['plain text', 'data: Hello\n\n'],
  ['a number that half of is one', 'data: 12\n\n'],
  ['what is malformed already', 'data: {\n\n'],
  ['no record', '{}'],
])('refuses %s', async (_, text) => {
  expect(await through([frame('event', text)], malform(0))).toEqual({
    items: [],
    error: new TypeError('Failed to apply malform(0): event 0 is no record of JSON.'),
  })
})

it('refuses the last piece of a record', async () => {
  const { error } = await through([frame('event', 'data: {}\n\n')], split(7), malform(0))

  expect(error).toBeInstanceOf(TypeError)
})
